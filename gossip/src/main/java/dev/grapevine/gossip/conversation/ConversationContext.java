package dev.grapevine.gossip.conversation;

import java.time.Duration;

import dev.grapevine.consensus.delta.BlockCoding;
import dev.grapevine.consensus.delta.DisagreementScale;
import dev.grapevine.consensus.merge.MergeRule;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Timer;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;

/** What a conversation may look at and wish for while it handles one event. */
public interface ConversationContext {

    /** Since the node's start, monotonic. */
    Duration now();

    ProtocolParameters parameters();

    PublishedParameters replica();

    /** How blocks travel between this node and a peer. */
    BlockCoding coding(PeerId peer);

    MergeRule mergeRule();

    DisagreementScale scale();

    /** How long answers take, of all peers together. */
    RoundTrip roundTrip();

    /** Exchanges in which this node's values of a block are out and will move it. */
    int requestsOf(int block);

    /** Room for the differences of one block; what it holds is gone at the next use. */
    int[] differences();

    /** Whether another block may be requested now: a node that may only send so much has to wait at times. */
    boolean mayRequest();

    /** Blocks that one exchange has in flight at once. */
    int windowBlocks();

    /** How long to wait for an answer before attempt {@code attempt + 1}. */
    Duration patience(int attempt);

    boolean isLive(PeerId peer);

    void send(PeerId to, Message message);

    void setTimer(Timer timer, Duration delay);

    void report(Fact fact);

    /**
     * An exchange that a peer started is over.
     *
     * @param useful whether it told something new
     */
    void learned(boolean useful);

    /** The peer has been silent for long: let others have their turn. */
    void silent(PeerId peer);

    /** The peer did what no honest peer does. */
    void fault(PeerId peer, String what);
}
