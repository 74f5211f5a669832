package dev.grapevine.gossip.effect;

import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** A number for effects that is equal for equal ones: arrays count by content. */
public final class EffectHash {

    private EffectHash() {}

    /** Of a list, in order. */
    public static long of(List<Effect> effects) {
        long hash = effects.size();
        for (Effect effect : effects) {
            hash = mix(hash, of(effect));
        }
        return hash;
    }

    private static long of(Effect effect) {
        return switch (effect) {
            case Effect.Send send -> mix(send.to().text().hashCode(), of(send.bytes()));
            case Effect.SetTimer timer -> mix(of(timer.timer().toString()), timer.delay().toNanos());
            case Effect.StartRound round -> mix(mix(round.round(), round.steps()),
                    mix(round.seed(), Arrays.hashCode(round.start())));
            case Effect.AdoptCharter adopt -> adopt.charter().fingerprint();
            case Effect.FoundCharter found -> of(found);
            case Effect.ProvideSums _ -> 3;
            case Effect.Checkpoint checkpoint -> of(checkpoint.cut());
            case Effect.Report report -> of(report.fact().toString());
            case Effect.Halt halt -> of(halt.toString());
            case Effect.Left _ -> 2;
        };
    }

    private static long of(Effect.FoundCharter found) {
        long hash = 1;
        for (PeerSums peer : found.others()) {
            hash = mix(mix(hash, of(peer.peer().text())), of(peer.sums()));
        }
        return hash;
    }

    /** Of bytes. */
    public static long of(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return mix(bytes.length, checksum.getValue());
    }

    private static long of(String text) {
        return mix(text.length(), text.hashCode());
    }

    /** Adds a number to a hash. */
    public static long mix(long hash, long value) {
        long z = (hash ^ value) * 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ (z >>> 32)) * 0xBF58_476D_1CE4_E5B9L;
        return z ^ (z >>> 29);
    }
}
