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
 * Sees every step of every node: holds it against the laws, does some of them twice to see whether they come out the
 * same, and keeps a number over all of them that is equal for equal runs.
 */
final class StepChecker {

    /** One step in so many is done twice; fewer once a long run has shown what it is like. */
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

    /** Tells somebody of every step from now on. */
    void tell(StepListener newListener) {
        listener = newListener;
    }

    /**
     * Lets a node take its step.
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

    /** Only of a node that knows its run there is a snapshot: who looks for one begins anew after a restart. */
    private static boolean isSavedWhole(SimulatedNode node) {
        return node.protocol.replica().isPresent() && node.protocol.phase() != Phase.STOPPED;
    }

    /** Copying and coming back take a few steps, of which one in so many would never be among those done twice. */
    private static boolean isOnItsWay(SimulatedNode node) {
        Phase phase = node.protocol.phase();
        return phase == Phase.COPYING || phase == Phase.CATCHING_UP;
    }

    /** Over all that was seen so far. */
    long traceHash() {
        return traceHash;
    }
}
