package dev.grapevine.sim.world;

import java.util.List;

import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.sim.check.Laws;
import dev.grapevine.sim.check.UnderWay;
import dev.grapevine.sim.time.EventQueue;

/** Counts now and then what the simulator's queue holds, for the law that messages do not beget ever more messages. Not for several threads at once. */
final class QueueCensus {

    private static final int STEPS_BETWEEN = 1024;

    private final EventQueue<SimulationEvent> queue;
    private final List<SimulatedNode> nodes;
    private final Laws laws;
    private final RunPlan plan;
    private long next;

    QueueCensus(EventQueue<SimulationEvent> queue, List<SimulatedNode> nodes, Laws laws, RunPlan plan) {
        this.queue = queue;
        this.nodes = nodes;
        this.laws = laws;
        this.plan = plan;
    }

    /** Counts if it is time for that: a count takes as long as the queue, which is therefore walked once in as many steps. */
    void countIfDue() {
        if (laws.stepsWatched() < next) {
            return;
        }
        next = laws.stepsWatched() + Math.max(STEPS_BETWEEN, queue.size());
        UnderWay counted = new UnderWay(plan.parameters(), Rooms.ALL.strategy(plan.strategy()));
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

    /** Liars, and whoever answers them, may have more under way. */
    private void count(UnderWay counted, SimulationEvent.Arrival arrival) {
        PeerId from = nodes.get(arrival.from()).id;
        PeerId to = nodes.get(arrival.to()).id;
        if (!laws.distrusts(from) && !laws.distrusts(to)) {
            counted.message(from, to);
        }
    }
}
