package dev.grapevine.gossip.joining;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import dev.grapevine.consensus.measure.ReplicaSketch;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.conversation.ConversationContext;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.replica.Replica;

/** The view of the node that joining has while one event is handled, and the wishes that it may express. */
public interface JoiningContext extends ConversationContext {

    Phase phase();

    /** Enters the next phase of the node's life. */
    void enter(Phase next);

    /** Asks the driver to prepare for a charter, to found one, or to sum up the data. */
    void wish(Effect effect);

    /** Tells the user a sentence and stops the node. */
    void halt(Effect.Cause cause, String sentence);

    /**
     * This incarnation of a peer takes part in another run: no exchange is begun with it.
     *
     * @param sentence the difference: the user is told once
     */
    void takesPartElsewhere(PeerId peer, String sentence);

    /** This incarnation of a peer takes part in another run: it is asked for the difference, unless that is known. */
    void incompatible(PeerId peer);

    /**
     * Whether a peer may be given another block of the replica: no honest peer meets the limit, and a request beyond it
     * is a fault.
     */
    boolean mayCopy(PeerId peer);

    /** The same for answers to questions about the run. */
    boolean mayAsk(PeerId peer);

    /** The same for sketches of the replica. */
    boolean maySketch(PeerId peer);

    /** The peers that membership considers alive, smallest identity first. */
    List<PeerId> livePeers();

    /** A live peer that may take part in the same run, each equally likely. */
    Optional<PeerId> anyPeer();

    /**
     * Eligible live peers that may take part in the same run, each equally likely: this many, or all if there are
     * fewer.
     */
    List<PeerId> somePeers(int count, Predicate<PeerId> eligible);

    /** A seed for a sketch, which nobody can know before it is sent. */
    long drawSeed();

    /** A sketch of the parameters that every node of the run begins with; only once there is a charter. */
    ReplicaSketch initialSketch(long seed);

    /** The charter, once there is one. */
    Optional<Charter> charter();

    /** Rounds of training in the replica; 0 while there is none. */
    long rounds();

    /** Counts rounds from another node's number. */
    void skipTo(long rounds);

    /** The replica; only once there is a charter. */
    Replica replica();
}
