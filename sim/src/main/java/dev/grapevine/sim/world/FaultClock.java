package dev.grapevine.sim.world;

import dev.grapevine.sim.fault.Faults;
import dev.grapevine.sim.time.EventQueue;

/** Lets the faults of a scenario begin and end at their times, until it is stopped. */
final class FaultClock {

    private final Faults faults;
    private final EventQueue<SimulationEvent> queue;
    private final MembershipDelays membership;
    private boolean stopped;

    FaultClock(Faults faults, EventQueue<SimulationEvent> queue, MembershipDelays membership) {
        this.faults = faults;
        this.queue = queue;
        this.membership = membership;
    }

    /** Waits for the next fault to begin or end, if there is one. */
    void awaitTurn() {
        faults.nextNanos().ifPresent(nanos -> queue.add(nanos, new SimulationEvent.FaultTurns()));
    }

    /** The next fault begins or ends now. */
    void turn() {
        if (!stopped) {
            faults.turn(queue.now() / 1e9);
            awaitTurn();
            membership.awaitLooks();
        }
    }

    /** A node wrongly takes a peer for gone. */
    void suspectFalsely(SimulatedNode node) {
        if (!stopped) {
            membership.suspectFalsely(node);
        }
    }

    /** All faults are over now, and no other begins; nobody suspects falsely any more. */
    void stop() {
        stopped = true;
        faults.endAll(queue.now() / 1e9);
    }
}
