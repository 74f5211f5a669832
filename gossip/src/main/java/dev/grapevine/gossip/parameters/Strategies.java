package dev.grapevine.gossip.parameters;

import java.util.List;

import dev.grapevine.consensus.compress.Compressors;
import dev.grapevine.consensus.delta.DeltaCodecs;

/** How replicas come to agree, by name, and what each compresses with. */
public final class Strategies {

    /** Any two nodes may exchange. */
    public static final String PAIRWISE = "pairwise";
    /** Neighbours on an overlay that stays exchange what changed since: CHOCO-SGD. */
    public static final String CHOCO = "choco";

    /** What a user may write for one strategy or another. */
    public static final String ALLOWED_COMPRESSIONS = DeltaCodecs.ALLOWED + "; with " + CHOCO + " "
            + Compressors.ALLOWED;

    private Strategies() {}

    public static List<String> names() {
        return List.of(PAIRWISE, CHOCO);
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public static String check(String name) {
        if (!names().contains(name)) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no strategy: allowed are " + String.join(", ", names()));
        }
        return name;
    }

    /** Whether the strategy compresses in this way. */
    public static boolean compresses(String strategy, String compression) {
        try {
            if (strategy.equals(CHOCO)) {
                Compressors.byName(compression);
            } else {
                DeltaCodecs.byName(compression);
            }
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What a user may write for the strategy. */
    public static String allowedCompressions(String strategy) {
        return strategy.equals(CHOCO) ? Compressors.ALLOWED : DeltaCodecs.ALLOWED;
    }

    /** @throws IllegalArgumentException if no strategy compresses in this way */
    public static String checkCompression(String compression) {
        if (names().stream().noneMatch(strategy -> compresses(strategy, compression))) {
            throw new IllegalArgumentException(compression);
        }
        return compression;
    }
}
