package dev.grapevine.sim.world;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.EffectHash;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.sim.check.LawBrokenException;
import dev.grapevine.sim.check.Laws;

/**
 * Checks every step of every node: against the laws, and a sample of steps by doing them a second time from a copy of the
 * state. The trace hash over all steps is equal for equal runs.
 */
final class StepChecker {

    /** One step of this many is done twice; fewer in a long run, after its first steps. */
    private static final int FIRST_SAMPLE = 499;
    private static final int LATER_SAMPLE = 4999;
    private static final int FIRST_STEPS = 100_000;
    private static final int SAMPLE_ON_THE_WAY = 7;

    private final Laws laws;
    private final Function<SimulatedNode, PeerProtocol> copies;
    private final LongSupplier stopwatch;
    private StepListener listener = StepListener.NONE;
    private long traceHash;
    private long steps;

    /**
     * @param copies gives a second protocol in the same state
     * @param stopwatch real time in nanoseconds, for reports only: nothing depends on it
     */
    StepChecker(Laws laws, Function<SimulatedNode, PeerProtocol> copies, LongSupplier stopwatch) {
        this.laws = laws;
        this.copies = copies;
        this.stopwatch = stopwatch;
    }

    /** Sets the receiver of every further step. */
    void tell(StepListener newListener) {
        listener = newListener;
    }

    /**
     * Lets a node take its step, and checks it.
     *
     * @param nanos true time since the start of the run
     */
    List<Effect> step(SimulatedNode node, long nanos, SimulationEvent.ForNode event) {
        Duration now = node.clock.shows(nanos);
        steps++;
        int each = isOnItsWay(node) ? SAMPLE_ON_THE_WAY : steps < FIRST_STEPS ? FIRST_SAMPLE : LATER_SAMPLE;
        boolean sampled = steps % each == 0;
        PeerProtocol twin = sampled && isSavedWhole(node) ? copies.apply(node) : null;
        long began = stopwatch.getAsLong();
        List<Effect> effects = node.protocol.step(now, event.event());
        node.protocolNanos += stopwatch.getAsLong() - began;
        long hash = EffectHash.of(effects);
        if (twin != null && EffectHash.of(twin.step(now, event.event())) != hash) {
            throw new LawBrokenException(Laws.DETERMINISM,
                    node.id + " did otherwise the second time at " + event.event());
        }
        laws.afterStep(node.id, node.protocol, event.senderIncarnation(), effects);
        traceHash = EffectHash.mix(EffectHash.mix(traceHash, now.toNanos()), EffectHash.mix(node.number, hash));
        listener.stepped(nanos, node.number, event.event(), effects, traceHash);
        return effects;
    }

    /** Whether a snapshot holds the whole state. A node that still looks for its run has none, and begins anew after a restart. */
    private static boolean isSavedWhole(SimulatedNode node) {
        return node.protocol.replica().isPresent() && node.protocol.phase() != Phase.STOPPED;
    }

    /** Joining and catching up take a few steps only: at the usual sampling rate none of them would ever be repeated. */
    private static boolean isOnItsWay(SimulatedNode node) {
        Phase phase = node.protocol.phase();
        return phase == Phase.COPYING || phase == Phase.CATCHING_UP;
    }

    /** Hash over all steps so far; equal for equal runs. */
    long traceHash() {
        return traceHash;
    }
}
