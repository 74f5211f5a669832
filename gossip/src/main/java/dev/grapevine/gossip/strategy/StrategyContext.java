package dev.grapevine.gossip.strategy;

import java.util.List;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.conversation.ConversationContext;
import dev.grapevine.gossip.conversation.Patience;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.replica.Replica;

/** What a strategy may look at and wish for while one event is handled. */
public interface StrategyContext extends ConversationContext {

    RunPlan plan();

    long charterFingerprint();

    Phase phase();

    /** Rounds of training in the replica. */
    long rounds();

    /** Whether the node has gone back to an earlier replica and takes in nothing for a while. */
    boolean keepsAway();

    /** The replica, with all that may be done to it. */
    Replica replica();

    /** How long to wait for a peer's answers, and how much to ask it for at once. */
    Patience patience(PeerId with);

    /** Whether a limit on what the node sends is in force. */
    boolean isPaced();

    /** Whether the node has a peer for a neighbour now; true for all where the overlay is not one fixed graph. */
    boolean isNeighbour(PeerId peer);

    /** All of a strategy's randomness. */
    RandomStream random();

    /** A peer takes part in another run. */
    void incompatible(PeerId peer);

    /** An exchange with a peer got on in time: the peer need not be left alone. */
    void answered(PeerId peer);

    /** An exchange is over, whoever began it, or all was sent where nothing comes back. */
    void exchanged();

    /** Whether a peer did not answer lately, and has not been heard of since. */
    boolean isSilent(PeerId peer);

    /** An exchange that this node began came to nothing. */
    void failed();

    /**
     * A conversation that a peer began is over.
     *
     * @param useful whether it told something new
     */
    void learned(boolean useful);

    /**
     * Asks for a merge of many replicas, which takes a while; {@link Strategy#merged} brings the answer.
     *
     * @param aggregator by a name of {@link dev.grapevine.consensus.robust.Aggregators}
     * @param others     replicas of peers, in units; not changed by anybody any more
     * @return its number
     */
    long startMerge(String aggregator, List<int[]> others);

    /**
     * Asks for bytes to be kept where no crash loses them, in place of what was kept under that name before;
     * {@link Strategy#persisted} tells when that is so.
     *
     * @param name at most 64 letters, digits and dashes
     * @return its number
     */
    long persist(String name, byte[] bytes);

    /** What was kept under a name by this life or an earlier one; empty if nothing was. */
    byte[] kept(String name);
}
