package dev.grapevine.sim.world;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.EffectHash;
import dev.grapevine.sim.check.LawBrokenException;
import dev.grapevine.sim.check.Laws;

/**
 * Sees every step of every node: holds it against the laws, does some of them twice to see whether they come out the
 * same, and keeps a number over all of them that is equal for equal runs.
 */
final class Witness {

    /** One step in so many is done twice; fewer once a long run has shown what it is like. */
    private static final int FIRST_SAMPLE = 499;
    private static final int LATER_SAMPLE = 4999;
    private static final int FIRST_STEPS = 100_000;

    private final Laws laws;
    private final Function<SimulatedNode, PeerProtocol> copies;
    private long traceHash;
    private long steps;

    /**
     * @param copies gives a second protocol in the same state
     */
    Witness(Laws laws, Function<SimulatedNode, PeerProtocol> copies) {
        this.laws = laws;
        this.copies = copies;
    }

    /** Lets a node take its step. */
    List<Effect> step(SimulatedNode node, Duration now, Happening.ForNode happening) {
        steps++;
        long exchangedBefore = node.exchangedMass();
        boolean sampled = steps % (steps < FIRST_STEPS ? FIRST_SAMPLE : LATER_SAMPLE) == 0;
        PeerProtocol twin = sampled && isSavedWhole(node) ? copies.apply(node) : null;
        long began = System.nanoTime();
        List<Effect> effects = node.protocol.step(now, happening.event());
        node.protocolNanos += System.nanoTime() - began;
        long hash = EffectHash.of(effects);
        if (twin != null && EffectHash.of(twin.step(now, happening.event())) != hash) {
            throw new LawBrokenException(Laws.DETERMINISM,
                    node.id + " did otherwise the second time at " + happening.event());
        }
        laws.afterStep(node.id, node.protocol, happening.senderIncarnation(), exchangedBefore, effects);
        traceHash = EffectHash.mix(EffectHash.mix(traceHash, now.toNanos()), EffectHash.mix(node.number, hash));
        return effects;
    }

    /** What a node knows on its way to taking part is not in a cut: after a restart the way begins anew. */
    private static boolean isSavedWhole(SimulatedNode node) {
        PeerProtocol.Phase phase = node.protocol.phase();
        return phase == PeerProtocol.Phase.RUNNING || phase == PeerProtocol.Phase.LEAVING;
    }

    /** Over all that was seen so far. */
    long traceHash() {
        return traceHash;
    }
}
