package dev.grapevine.gossip.conversation;

import java.time.Duration;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;

/** What whoever talks may look at and wish for while one event is handled. */
public interface ConversationContext {

    PeerId self();

    /** This node's. */
    long incarnation();

    /** Since the node's start, monotonic. */
    Duration now();

    ProtocolParameters parameters();

    /** All that are under way. */
    Conversations conversations();

    /** Whether membership holds a peer for alive. */
    boolean isLive(PeerId peer);

    void send(PeerId to, Message message);

    /** Comes back to the conversation, if there still is one, with the same number. */
    void setTimer(ConversationKey key, int what, Duration delay);

    void report(Fact fact);

    /** The peer has been silent for long: let others have their turn. */
    void silent(PeerId peer);

    /** The peer did what no honest peer does. */
    void fault(PeerId peer, String what);
}
