package dev.grapevine.sim.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.EffectHash;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.lifecycle.Rebirths;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.sim.check.Laws;
import dev.grapevine.sim.time.DeviceClock;
import dev.grapevine.sim.world.Workload.LocalSolver;

/** One simulated device: the state of a real process, and the part of it that survives a crash. */
final class SimulatedNode {

    /**
     * A checkpoint on the device's disk.
     *
     * @param charter charter of the node's run at that time
     * @param state   state of the node at that time, as {@link #state()}
     */
    record StoredCheckpoint(Charter charter, byte[] snapshot, Supplier<LocalSolver> solver, long state) {}

    final int number;
    final PeerId id;
    final RandomStream random;
    final double speed;
    final DeviceClock clock;
    /** Whether no fault ever makes the node lie. Replicas of liars are not evaluated. */
    boolean honest = true;
    /** Whether a fault ever gives it options of its own. */
    boolean maySpoilItself;
    /** Whether its settings have ended its life, and no other has begun. */
    boolean stoppedItself;
    /** Number of lives begun after the first. */
    private int lives;
    long incarnation = 1;
    /** The incarnation stored in its folder: an earlier one if the folder is old. */
    long storedIncarnation = 1;
    Rebirths rebirths = new Rebirths();
    boolean up;
    boolean frozen;
    /** Whether it was asked to leave, and has not left. */
    boolean leaving;
    /** Whether it has left in good order: that life is over, though the next one has not begun. */
    boolean hasLeft;
    /** Whether it takes part from the start; otherwise it has to look for the run. */
    boolean knowsRun = true;
    PeerProtocol protocol;
    LocalSolver solver;
    StoredCheckpoint checkpoint;
    /** Values that it persisted, by name; they survive every crash. */
    final SortedMap<String, byte[]> kept = new TreeMap<>();
    /** The checkpoint before {@link #checkpoint}. */
    StoredCheckpoint earlierCheckpoint;
    /** The round that is being computed; null between rounds. */
    Supplier<RoundResult> round;
    /** Events that arrived while it was frozen. */
    final List<SimulationEvent.ForNode> missed = new ArrayList<>(0);
    long steps;
    long computingNanos;
    /** Real time that its steps took. */
    long protocolNanos;
    /** Time up in all lives that are over. */
    long upNanosBefore;
    long upSinceNanos;
    /** Finished exchanges, in either role. */
    long exchanges;
    long lastExchangeNanos;
    /** Time that the current round takes. */
    long roundNanos;
    long bytesSent;
    long bytesReceived;

    SimulatedNode(int number, PeerId id, RandomStream random, double speed, DeviceClock clock) {
        this.number = number;
        this.id = id;
        this.random = random;
        this.speed = speed;
        this.clock = clock;
    }

    /** Whether it handles events now. */
    boolean isAwake() {
        return up && !frozen;
    }

    /** The incarnation that may still receive messages: the next one, once the node has left. */
    long livingIncarnation() {
        return hasLeft ? incarnation + 1 : incarnation;
    }

    /** Whether it is up and has a replica. */
    boolean takesPart() {
        return up && protocol.replica().isPresent();
    }

    /** Begins the next life, with random numbers that no earlier life had, however old its folder is. */
    void beginLifeAbove(long earlier) {
        lives++;
        incarnation = Incarnations.above(earlier, (int) new RandomStream(random.seed()).fork("life", lives)
                .nextLong());
        storedIncarnation = incarnation;
    }

    /** A hash of the replica and its rounds. */
    long state() {
        return EffectHash.mix(protocol.rounds(),
                protocol.replica().map(replica -> Arrays.hashCode(replica.units())).orElse(0));
    }

    /** Sum of all increments that transfers have added to the replica. */
    long transferredMass() {
        return protocol.replica().map(Laws::transferredMass).orElse(0L);
    }
}
