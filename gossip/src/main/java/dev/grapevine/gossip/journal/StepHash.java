package dev.grapevine.gossip.journal;

import java.util.List;

import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.EffectHash;

/**
 * A number for what a step of the protocol led to: its effects, and the sums that the replica keeps of what moved it, so
 * that a merge of other values is noticed at once and not when they travel.
 */
public final class StepHash {

    private StepHash() {}

    /** After the step that had these effects. */
    public static long of(List<Effect> effects, PeerProtocol protocol) {
        long hash = EffectHash.of(effects);
        return protocol.replica().map(replica -> EffectHash.mix(EffectHash.mix(hash, replica.trainedMass()),
                replica.exchangedMass())).orElse(hash);
    }
}
