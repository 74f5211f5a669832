package dev.grapevine.sim.world;

import java.util.List;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.sim.scenario.MembershipConditions;
import dev.grapevine.sim.time.EventQueue;

/** When membership notices what has changed, and when it is wrong. */
final class MembershipDelays {

    private final SimulatedMembership membership;
    private final MembershipConditions conditions;
    private final EventQueue<SimulationEvent> queue;
    private final RandomStream random;
    private final SimulatedMembership.Teller teller;
    /** Whether a look at who is there, or at who is not, is in the queue. */
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

    /** Looks for the first time. */
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

    /** A node holds a peer for gone that is there, for as long as detection takes; and will do so again. */
    void suspectFalsely(SimulatedNode node) {
        RandomStream draws = random.fork("by", node.number).fork("at", queue.now());
        membership.suspectFalsely(node, draws, teller)
                .ifPresent(place -> queue.add(queue.now() + conditions.detection().toNanos(),
                        new SimulationEvent.SuspicionOver(node.number, place)));
        awaitSuspicion(node);
    }

    /** It takes that back. */
    void believe(SimulatedNode node, int place) {
        membership.believe(node, place);
        awaitLooks();
    }
}
