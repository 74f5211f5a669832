package dev.grapevine.gossip.effect;

import java.time.Duration;
import java.util.List;

import dev.grapevine.consensus.robust.Aggregator;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.peers.PeerId;

/** An effect that the protocol asks its driver for. A driver performs effects in the order given. */
public sealed interface Effect {

    /** Send a frame. It may get lost, duplicated or late: the protocol repeats what matters. Must not block. */
    record Send(PeerId to, byte[] bytes) implements Effect {}

    /** Come back with {@code TimerFired} after a delay. */
    record SetTimer(Timer timer, Duration delay) implements Effect {}

    /**
     * Train locally and come back with {@code RoundFinished} or {@code RoundFailed}.
     *
     * @param start where to start from: not changed by anybody until the answer, nor to be changed by the trainer
     * @param seed  all of the round's randomness
     * @param afresh whether the optimizer has to forget its gradients: the last round was bad, or the replica has gone
     *     back to an earlier one
     */
    record StartRound(long round, float[] start, int steps, long seed, boolean afresh) implements Effect {}

    /** Prepare model and data for this charter and come back with {@code CharterAdopted}. */
    record AdoptCharter(Charter charter) implements Effect {}

    /** A peer looks for a run to found: sum up this node's data and come back with {@code SumsReady}. At most once. */
    record ProvideSums() implements Effect {}

    /**
     * Nobody has a charter: make one from this node's settings and all nodes' data and come back with
     * {@code CharterAdopted}.
     *
     * @param others the sums of the other nodes, smallest identity first, without nodes that have none
     */
    record FoundCharter(List<PeerSums> others) implements Effect {

        public FoundCharter {
            others = List.copyOf(others);
        }
    }

    /**
     * Merge replicas of several nodes, which takes a while, and come back with {@code MergeFinished}.
     *
     * @param number     counts the merges of this life, from 1
     * @param aggregator how to merge them
     * @param own        this node's replica now, in units
     * @param others     those of peers, in units; none of the arrays may be changed
     */
    record StartMerge(long number, Aggregator aggregator, int[] own, List<int[]> others) implements Effect {

        public StartMerge {
            others = List.copyOf(others);
        }
    }

    /**
     * Keep bytes where no crash loses them, in place of earlier bytes under this name, and come back with
     * {@code Persisted}. They are handed back when the node is restored.
     *
     * @param number counts the requests of this life, from 1
     * @param name   1 to 64 letters, digits and dashes
     */
    record Persist(long number, String name, byte[] bytes) implements Effect {}

    /** Keep this snapshot together with the trainer's state as it is now. */
    record Checkpoint(byte[] snapshot) implements Effect {}

    /** Report a fact. */
    record Report(Fact fact) implements Effect {}

    /** The node cannot go on: stop with this sentence. */
    record Halt(Cause cause, String sentence) implements Effect {}

    /**
     * Peers know a later incarnation of this node: its folder is older than their records, and they do not accept its
     * messages. End this life as a crash would and begin one above that incarnation, unless that was done a short while
     * ago; this one goes on until then.
     */
    record Outlived(long incarnation) implements Effect {}

    /**
     * More of the live peers take part in another run with the same terms: end this life as a crash would and begin one
     * that knows the other run and has learned nothing, so that it looks for a copy; unless a life was begun at the
     * wish of peers a short while ago. This one goes on until then.
     *
     * @param charter of the other run
     */
    record ChangeRun(Charter charter) implements Effect {}

    /** All work that could be finished is finished: the node may stop. */
    record Left() implements Effect {}

    /** The one who has to correct the cause. */
    enum Cause {
        /** The user: the settings do not fit the run or the data. */
        SETTINGS,
        /** The developers of Grapevine. */
        BUG
    }
}
