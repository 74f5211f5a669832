package dev.grapevine.sim.world;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.node.replica.LocalTrainer;
import dev.grapevine.node.replica.data.Dataset;

/** One simulated device: what a real process would hold, and what of it survives a crash. */
final class SimulatedNode {

    /** What lies on the device's disk. */
    record StoredCheckpoint(byte[] cut, LocalTrainer.State trainer) {}

    final int number;
    final PeerId id;
    final Dataset rows;
    final RandomStream random;
    final double speed;
    long incarnation = 1;
    boolean up;
    boolean frozen;
    PeerProtocol protocol;
    LocalTrainer trainer;
    StoredCheckpoint checkpoint;
    /** The round that is being computed; null between rounds. */
    Future<RoundResult> round;
    /** What came while it stood still. */
    final List<Event> missed = new ArrayList<>();
    long steps;
    long bytesSent;
    long bytesReceived;

    SimulatedNode(int number, PeerId id, Dataset rows, RandomStream random, double speed) {
        this.number = number;
        this.id = id;
        this.rows = rows;
        this.random = random;
        this.speed = speed;
    }

    /** Whether it handles events now. */
    boolean isAwake() {
        return up && !frozen;
    }
}
