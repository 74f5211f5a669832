package dev.grapevine.gossip.message;

import dev.grapevine.gossip.peers.PeerId;

/**
 * Names a conversation for both of its ends, and for ever: no two lives of a node have the same incarnation, and none
 * counts its conversations twice.
 *
 * @param kind        number of the way of talking
 * @param initiator   who began it
 * @param incarnation the initiator's
 * @param sequence    the initiator's count of its conversations of this kind, from 1; 0 where it has only one at a time
 */
public record ConversationKey(int kind, PeerId initiator, long incarnation, long sequence) {}
