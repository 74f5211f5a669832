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

/** What a node that joins may look at and wish for while one event is handled. */
public interface JoiningContext extends ConversationContext {

    Phase phase();

    /** The next phase of the node's life. */
    void enter(Phase next);

    /** Has the driver do something: prepare for a charter, found one, sum up the data. */
    void wish(Effect effect);

    /** The user has to be told something, and then the node stops. */
    void halt(Effect.Cause cause, String sentence);

    /**
     * A peer takes part in another run, in this life: nothing is begun with it.
     *
     * @param sentence in what that run differs: the user is told once
     */
    void takesPartElsewhere(PeerId peer, String sentence);

    /** A peer takes part in another run, in this life: it is asked in what the two differ, unless that is known. */
    void incompatible(PeerId peer);

    /** Whether a peer is given another block of the replica: there is a limit that no honest one meets, beyond it is a fault. */
    boolean mayCopy(PeerId peer);

    /** The same about answers to questions of the run. */
    boolean mayAsk(PeerId peer);

    /** The same about sketches of the replica. */
    boolean maySketch(PeerId peer);

    /** Those that membership holds for alive, smallest identity first. */
    List<PeerId> livePeers();

    /** One of them that may take part in the same run, each equally likely. */
    Optional<PeerId> anyPeer();

    /** So many of them, or all that there are, that may take part in the same run and are eligible; each equally likely. */
    List<PeerId> somePeers(int count, Predicate<PeerId> eligible);

    /** For a sketch: nobody knows it before it is told. */
    long drawSeed();

    /** A sketch of the parameters that every node of the run begins with; only once there is a charter. */
    ReplicaSketch initialSketch(long seed);

    /** The charter, once there is one. */
    Optional<Charter> charter();

    /** Rounds of training in the replica; 0 while there is none. */
    long rounds();

    /** Goes on counting rounds where another node's run is. */
    void skipTo(long rounds);

    /** The replica; only once there is a charter. */
    Replica replica();
}
