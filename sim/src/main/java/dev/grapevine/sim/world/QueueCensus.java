package dev.grapevine.sim.world;

import java.util.List;

import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.sim.check.Laws;
import dev.grapevine.sim.check.UnderWay;
import dev.grapevine.sim.time.EventQueue;

/**
 * Counts the messages and timers in the simulator's queue now and then, for the law that messages must not multiply. For
 * one thread.
 */
final class QueueCensus {

    private static final int STEPS_BETWEEN = 1024;

    private final EventQueue<SimulationEvent> queue;
    private final List<SimulatedNode> nodes;
    private final Laws laws;
    private final RunPlan plan;
    private final FrameCodec frames;
    private long next;

    QueueCensus(EventQueue<SimulationEvent> queue, List<SimulatedNode> nodes, Laws laws, RunPlan plan,
            FrameCodec frames) {
        this.queue = queue;
        this.nodes = nodes;
        this.laws = laws;
        this.plan = plan;
        this.frames = frames;
    }

    /**
     * Counts if that is due. A count visits the whole queue, so the steps between two counts are as many as its events.
     */
    void countIfDue() {
        if (laws.stepsWatched() < next) {
            return;
        }
        next = laws.stepsWatched() + Math.max(STEPS_BETWEEN, queue.size());
        UnderWay counted = new UnderWay(plan.parameters(), plan.strategy().room());
        queue.forEach(event -> {
            switch (event) {
                case SimulationEvent.Arrival arrival -> count(counted, arrival);
                case SimulationEvent.Reception reception -> count(counted, reception.arrival());
                case SimulationEvent.ForNode forNode when forNode.event() instanceof Event.TimerFired ->
                    counted.timer(nodes.get(forNode.node()).id);
                default -> {
                }
            }
        });
        laws.auditUnderWay(counted);
    }

    /** Counts a frame between honest nodes; liars and their partners may have more under way. */
    private void count(UnderWay counted, SimulationEvent.Arrival arrival) {
        PeerId from = nodes.get(arrival.from()).id;
        PeerId to = nodes.get(arrival.to()).id;
        if (!laws.distrusts(from) && !laws.distrusts(to)) {
            counted.message(new UnderWay.Pair(from, arrival.senderIncarnation(), to,
                    frames.receiverIncarnation(arrival.frame())));
        }
    }
}
