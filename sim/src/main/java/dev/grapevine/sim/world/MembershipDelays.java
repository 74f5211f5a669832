package dev.grapevine.sim.world;

import java.util.List;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.sim.scenario.MembershipConditions;
import dev.grapevine.sim.time.EventQueue;

/** Delays of membership: the time until it notices a change, and its false suspicions. */
final class MembershipDelays {

    private final SimulatedMembership membership;
    private final MembershipConditions conditions;
    private final EventQueue<SimulationEvent> queue;
    private final RandomStream random;
    private final SimulatedMembership.Teller teller;
    /** Whether a discovery, or a suspicion, is in the queue. */
    private boolean discovering;
    private boolean suspecting;

    MembershipDelays(SimulatedMembership membership, MembershipConditions conditions, EventQueue<SimulationEvent> queue,
            RandomStream random, SimulatedMembership.Teller teller) {
        this.membership = membership;
        this.conditions = conditions;
        this.queue = queue;
        this.random = random;
        this.teller = teller;
    }

    /** Schedules the first discovery, and false suspicions if there are any. */
    void begin(long nanos, List<SimulatedNode> nodes) {
        discovering = true;
        queue.add(nanos, new SimulationEvent.MembershipDiscovers());
        if (conditions.suspicion() > 0) {
            nodes.forEach(this::awaitSuspicion);
        }
    }

    /**
     * Something has changed. One look takes in all that has changed until then, so that nothing is noticed later than it
     * may be.
     */
    void awaitLooks() {
        if (!discovering) {
            discovering = true;
            queue.add(queue.now() + conditions.discovery().toNanos(), new SimulationEvent.MembershipDiscovers());
        }
        if (!suspecting) {
            suspecting = true;
            queue.add(queue.now() + conditions.detection().toNanos(), new SimulationEvent.MembershipSuspects());
        }
    }

    void discover() {
        discovering = false;
        membership.discover(teller);
    }

    void suspect() {
        suspecting = false;
        membership.suspect(teller);
    }

    private void awaitSuspicion(SimulatedNode node) {
        RandomStream draws = random.fork("of", node.number).fork("at", queue.now());
        double minutes = -StrictMath.log(1 - draws.nextDouble()) / conditions.suspicion();
        queue.add(queue.now() + 1 + (long) (minutes * 60e9), new SimulationEvent.FalseSuspicion(node.number));
    }

    /** A node believes that a live peer is gone, for the time that detection takes; the next false suspicion is scheduled. */
    void suspectFalsely(SimulatedNode node) {
        RandomStream draws = random.fork("by", node.number).fork("at", queue.now());
        membership.suspectFalsely(node, draws, teller)
                .ifPresent(place -> queue.add(queue.now() + conditions.detection().toNanos(),
                        new SimulationEvent.SuspicionOver(node.number, place)));
        awaitSuspicion(node);
    }

    /** The node stops doubting that peer. */
    void believe(SimulatedNode node, int place) {
        membership.believe(node, place);
        awaitLooks();
    }
}
