package dev.grapevine.gossip.conversation;

import java.time.Duration;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Limit;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;

/** The view of the node that conversations have while one event is handled, and the wishes that they may express. */
public interface ConversationContext {

    PeerId self();

    /** The incarnation of this node. */
    long incarnation();

    /** Time since the node's start, monotonic. */
    Duration now();

    ProtocolParameters parameters();

    /** All open conversations. */
    Conversations conversations();

    /** Whether membership considers a peer alive. */
    boolean isLive(PeerId peer);

    void send(PeerId to, Message message);

    /** Sets a timer, which comes back to the conversation with the same number if the conversation is still open. */
    void setTimer(ConversationKey key, int what, Duration delay);

    void report(Fact fact);

    /** Reports that a bound was reached, so that something is dropped, declined, cut or forgotten. */
    default void reached(Limit limit, PeerId peer) {
        report(new Fact.LimitReached(limit, peer));
    }

    /** The peer has been silent for long: other peers are preferred for a while. */
    void silent(PeerId peer);

    /** The peer did something that no honest peer does. */
    void fault(PeerId peer, String what);
}
