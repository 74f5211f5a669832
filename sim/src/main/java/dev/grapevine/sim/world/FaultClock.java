package dev.grapevine.sim.world;

import java.util.function.Consumer;

import dev.grapevine.sim.fault.Faults;
import dev.grapevine.sim.time.EventQueue;

/** Begins and ends the faults of a scenario at their times, until it is stopped. For one thread. */
final class FaultClock {

    private final Faults faults;
    private final EventQueue<SimulationEvent> queue;
    private final Runnable changed;
    private final Consumer<SimulatedNode> suspectFalsely;
    private boolean stopped;

    /**
     * @param changed        called after each fault that begins or ends
     * @param suspectFalsely makes a node believe that a live peer is gone
     */
    FaultClock(Faults faults, EventQueue<SimulationEvent> queue, Runnable changed,
            Consumer<SimulatedNode> suspectFalsely) {
        this.faults = faults;
        this.queue = queue;
        this.changed = changed;
        this.suspectFalsely = suspectFalsely;
    }

    /** Schedules the next beginning or end of a fault, if there is one. */
    void awaitTurn() {
        faults.nextNanos().ifPresent(nanos -> queue.add(nanos, new SimulationEvent.FaultTurns()));
    }

    /** Begins or ends the next fault now, and schedules the one after it. */
    void turn() {
        if (!stopped) {
            faults.turn(queue.now() / 1e9);
            awaitTurn();
            changed.run();
        }
    }

    /** A node wrongly believes that a peer is gone. */
    void suspectFalsely(SimulatedNode node) {
        if (!stopped) {
            suspectFalsely.accept(node);
        }
    }

    /** Ends all faults now and for good; false suspicions too. */
    void stop() {
        stopped = true;
        faults.endAll(queue.now() / 1e9);
    }
}
