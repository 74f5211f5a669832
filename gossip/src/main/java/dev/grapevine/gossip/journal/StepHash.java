package dev.grapevine.gossip.journal;

import java.util.List;

import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.EffectHash;

/**
 * Hash of one step of the protocol: of its effects and of the sums that the replica keeps over its changes, so that a
 * wrong merge is noticed at once and not only when its values are sent.
 */
public final class StepHash {

    private StepHash() {}

    /** Hash after the step that had these effects. */
    public static long of(List<Effect> effects, PeerProtocol protocol) {
        long hash = EffectHash.of(effects);
        return protocol.replica().map(replica -> EffectHash.mix(EffectHash.mix(hash, replica.trainedMass()),
                replica.exchangedMass())).orElse(hash);
    }
}
