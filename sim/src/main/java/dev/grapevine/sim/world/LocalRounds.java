package dev.grapevine.sim.world;

import java.util.function.Supplier;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.sim.time.EventQueue;

/** Local rounds of training: each lasts as long as its operations take on its device. */
final class LocalRounds {

    private final double gigaflops;
    private final EventQueue<SimulationEvent> queue;
    private final Liars liars;
    private final SimulatedMembership.Teller teller;
    private boolean resting;
    private long longestNanos;

    /** @param gigaflops floating-point operations per nanosecond on a device of speed 1 */
    LocalRounds(double gigaflops, EventQueue<SimulationEvent> queue, Liars liars, SimulatedMembership.Teller teller) {
        this.gigaflops = gigaflops;
        this.queue = queue;
        this.liars = liars;
        this.teller = teller;
    }

    /**
     * Stops training: later rounds take their time but leave parameters unchanged. Rounds under way end as they began.
     */
    void rest() {
        resting = true;
    }

    /** Begins a node's round. */
    void start(SimulatedNode node, Effect.StartRound round) {
        Supplier<RoundResult> honest = resting ? unchanged(round) : node.solver.begin(round);
        node.round = liars.result(node, round.start(), honest);
        long nanos = (long) (node.solver.operations(round.steps()) / (gigaflops * node.speed));
        node.roundNanos = nanos;
        longestNanos = Math.max(longestNanos, nanos);
        queue.add(queue.now() + Math.max(1, nanos), new SimulationEvent.RoundDone(node.number, node.incarnation));
    }

    private static Supplier<RoundResult> unchanged(Effect.StartRound round) {
        RoundResult result = new RoundResult(round.round(), round.start().clone(), round.steps(), 0, 0);
        return () -> result;
    }

    /** A round's time is over; void if that life of the node is over as well. */
    void end(SimulatedNode node, long incarnation) {
        if (node.up && node.incarnation == incarnation) {
            RoundResult result = node.round.get();
            node.round = null;
            node.steps += result.steps();
            node.computingNanos += node.roundNanos;
            teller.tell(node, new Event.RoundFinished(result));
        }
    }

    /** The longest round of any node so far. */
    long longestNanos() {
        return longestNanos;
    }
}
