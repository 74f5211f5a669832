package dev.grapevine.gossip.strategy;

import java.util.List;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.robust.Aggregator;
import dev.grapevine.gossip.conversation.ConversationContext;
import dev.grapevine.gossip.conversation.Patience;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.replica.Replica;

/** The view of the node that a strategy has while one event is handled, and the wishes that it may express. */
public interface StrategyContext extends ConversationContext {

    /** The parameters that every replica of the run starts from: to be read, not to be changed. */
    float[] initialParameters();

    long charterFingerprint();

    Phase phase();

    /** Rounds of training in the replica. */
    long rounds();

    /** Whether the node has gone back to an earlier replica and merges nothing for a while. */
    boolean keepsAway();

    /** The replica, with all operations on it. */
    Replica replica();

    /** The patience with a peer's answers, and the amount to request at once. */
    Patience patience(PeerId with);

    /** Whether a bandwidth limit is in force. */
    boolean isPaced();

    /** Whether a peer is the node's neighbour now; true for all if the overlay is not one fixed graph. */
    boolean isNeighbour(PeerId peer);

    /** All of a strategy's randomness. */
    RandomStream random();

    /** A peer takes part in another run. */
    void incompatible(PeerId peer);

    /** An exchange with a peer made progress in time: the peer need not rest. */
    void exchangeProgressed(PeerId peer);

    /** An exchange is over, whoever began it, or a push was sent, which nobody answers. */
    void exchangeEnded();

    /** Whether a peer did not answer lately, and has sent nothing since. */
    boolean isSilent(PeerId peer);

    /** An exchange that this node began failed. */
    void exchangeFailed();

    /**
     * A conversation that a peer began is over.
     *
     * @param useful whether it brought something new
     */
    void peerExchangeEnded(boolean useful);

    /**
     * Requests a merge of many replicas, which takes a while; {@link Strategy#merged} brings the answer.
     *
     * @param others replicas of peers, in units; not changed by anybody any more
     * @return its number
     */
    long startMerge(Aggregator aggregator, List<int[]> others);

    /**
     * Requests that bytes are kept where no crash loses them, in place of earlier bytes under that name;
     * {@link Strategy#persisted} reports it.
     *
     * @param name at most 64 letters, digits and dashes
     * @return its number
     */
    long persist(String name, byte[] bytes);

    /** Bytes kept under a name by this life or an earlier one; empty if there are none, or if the disk has damaged them. */
    byte[] kept(String name);
}
