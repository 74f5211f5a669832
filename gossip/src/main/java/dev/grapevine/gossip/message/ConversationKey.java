package dev.grapevine.gossip.message;

import dev.grapevine.gossip.peers.PeerId;

/**
 * The key of a conversation, the same for both of its ends, and unique for ever: no two lives of a node have the same
 * incarnation, and no incarnation reuses a sequence number.
 *
 * @param kind        number of the room
 * @param initiator   the node that began it
 * @param incarnation the initiator's
 * @param sequence    the initiator's count of its conversations of this kind, from 1; 0 if it has only one at a time
 */
public record ConversationKey(int kind, PeerId initiator, long incarnation, long sequence) {}
