package dev.grapevine.sim.world;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.lifecycle.Rebirths;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.sim.check.Laws;
import dev.grapevine.sim.fault.FaultTarget;

/** The lives of all nodes: boot, crash, restart from disk, freeze and thaw. */
final class NodeLives implements FaultTarget, EffectPerformer.Lives {

    private static final long FIRST = 1;

    private final List<SimulatedNode> nodes;
    private final List<RunPlan> plans;
    private final Workload workload;
    private final FrameCodec frames;
    private final Laws laws;
    private final SimulatedMembership membership;
    private final Deliverer deliverer;
    private final LongSupplier now;

    /** Lets a node handle an event now. */
    @FunctionalInterface
    interface Deliverer {
        void deliver(SimulationEvent.ForNode event);
    }

    NodeLives(List<SimulatedNode> nodes, RunPlan plan, Workload workload, FrameCodec frames, Laws laws,
            SimulatedMembership membership, Deliverer deliverer, LongSupplier now) {
        this.nodes = nodes;
        this.plans = nodes.stream().map(node -> workload.plan(node.number, plan)).toList();
        this.workload = workload;
        this.frames = frames;
        this.laws = laws;
        this.membership = membership;
        this.deliverer = deliverer;
        this.now = now;
    }

    /** Boots a node, from its checkpoint if it has one. */
    void boot(SimulatedNode node) {
        begin(node);
        if (node.checkpoint == null) {
            node.solver = workload.solver(node.number, node.random);
            node.protocol = node.knowsRun
                    ? PeerProtocol.knowing(life(node), Rooms.ALL, plans.get(node.number), node.random)
                    : looking(node);
        } else {
            node.solver = node.checkpoint.solver().get();
            node.protocol = restore(node, node.checkpoint.charter(), node.checkpoint.snapshot());
        }
        watch(node);
    }

    private void begin(SimulatedNode node) {
        node.up = true;
        node.hasLeft = false;
        node.stoppedItself = false;
        node.upSinceNanos = now.getAsLong();
    }

    private void watch(SimulatedNode node) {
        node.protocol.replica().ifPresent(replica -> laws.watch(node.id, replica,
                node.protocol.served().orElseThrow(), node.protocol.caps()));
    }

    private PeerProtocol looking(SimulatedNode node) {
        return PeerProtocol.looking(life(node), Rooms.ALL, plans.get(node.number).parameters(), Map.of(), node.random);
    }

    /** Prepares a node that joins later and knows nothing of the run. */
    void await(SimulatedNode node) {
        node.knowsRun = false;
        node.protocol = looking(node);
    }

    @Override
    public RunPlan plan(SimulatedNode node, Charter charter) {
        return plans.get(node.number).withCharter(charter);
    }

    /** A node has a replica from now on. */
    void adopted(SimulatedNode node) {
        watch(node);
    }

    @Override
    public void left(SimulatedNode node) {
        crash(node.number, false);
        node.hasLeft = true;
    }

    @Override
    public void leave(int number) {
        SimulatedNode node = nodes.get(number);
        if (node.up) {
            node.leaving = true;
            deliverer.deliver(new SimulationEvent.ForNode(number, node.incarnation, new Event.LeaveRequested()));
        }
    }

    /** A second protocol in the same state. */
    PeerProtocol copy(SimulatedNode node) {
        Charter charter = node.protocol.charter().orElseGet(() -> plans.get(node.number).charter());
        return restore(node, charter, node.protocol.save());
    }

    private static NodeLife life(SimulatedNode node) {
        return new NodeLife(node.id, node.incarnation, node.kept);
    }

    private PeerProtocol restore(SimulatedNode node, Charter charter, byte[] snapshot) {
        return PeerProtocol.restore(life(node), Rooms.ALL, plan(node, charter), snapshot, node.random);
    }

    @Override
    public void keep(SimulatedNode node, Effect.Checkpoint checkpoint) {
        node.earlierCheckpoint = node.checkpoint;
        node.checkpoint = new SimulatedNode.StoredCheckpoint(node.protocol.charter().orElseThrow(),
                checkpoint.snapshot(), node.solver.save(), node.state());
    }

    @Override
    public void crash(int number, boolean torn) {
        SimulatedNode node = nodes.get(number);
        node.stoppedItself = false;
        if (node.up) {
            node.up = false;
            node.leaving = false;
            node.upNanosBefore += now.getAsLong() - node.upSinceNanos;
            node.frozen = false;
            node.missed.clear();
            if (torn) {
                // Like a folder restored from a backup of its first life.
                node.storedIncarnation = FIRST;
                node.checkpoint = node.earlierCheckpoint;
                node.earlierCheckpoint = null;
            }
            if (node.round != null) {
                // The round computes on the state that the next life restores: it must end first.
                node.round.get();
                node.round = null;
            }
        }
    }

    @Override
    public void restart(int number) {
        SimulatedNode node = nodes.get(number);
        if (node.leaving) {
            // A node that is still leaving is killed.
            crash(number, false);
        }
        if (!node.up) {
            node.rebirths = new Rebirths();
            beginLifeAbove(node, node.storedIncarnation);
        }
    }

    private void beginLifeAbove(SimulatedNode node, long earlier) {
        long before = node.transferredMass();
        node.beginLifeAbove(earlier);
        boot(node);
        if (node.checkpoint != null) {
            laws.restarted(node.id, node.checkpoint.state(), node.state());
        }
        startAgain(node, before);
    }

    /** Peers have heard of a later life than the one that a node is in. */
    void outlived(SimulatedNode node, long incarnation, long latest) {
        if (node.isAwake() && node.incarnation == incarnation
                && node.rebirths.begin(Duration.ofNanos(now.getAsLong()))) {
            crash(node.number, false);
            beginLifeAbove(node, latest);
        }
    }

    /** More of those that are there take part in another run: its disk has its own until it has a copy. */
    void changeRun(SimulatedNode node, long incarnation, Charter charter) {
        if (!node.isAwake() || node.incarnation != incarnation
                || !node.rebirths.begin(Duration.ofNanos(now.getAsLong()))) {
            return;
        }
        crash(node.number, false);
        long before = node.transferredMass();
        byte[] snapshot = PeerProtocol.nothingLearned(life(node), Rooms.ALL, plan(node, charter), node.random);
        node.beginLifeAbove(incarnation);
        begin(node);
        node.solver = workload.solver(node.number, node.random);
        node.protocol = restore(node, charter, snapshot);
        watch(node);
        startAgain(node, before);
    }

    private void startAgain(SimulatedNode node, long massBefore) {
        laws.wroteOff(node.id, massBefore - node.transferredMass());
        membership.forget(node);
        deliverer.deliver(new SimulationEvent.ForNode(node.number, node.incarnation, new Event.Started()));
    }

    @Override
    public void options(int number, Map<String, String> options) {
        workload.options(number, options);
        if (nodes.get(number).stoppedItself) {
            // As a user would after reading why it stopped.
            restart(number);
        }
    }

    @Override
    public void freeze(int number) {
        nodes.get(number).frozen = nodes.get(number).up;
    }

    @Override
    public void thaw(int number) {
        SimulatedNode node = nodes.get(number);
        node.frozen = false;
        List<SimulationEvent.ForNode> missed = List.copyOf(node.missed);
        node.missed.clear();
        missed.forEach(deliverer::deliver);
    }
}
