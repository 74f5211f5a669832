package dev.grapevine.sim.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Kinds of lies of Byzantine nodes. */
public enum AttackKind {
    /** Follows the protocol, but learns the opposite: the change of each local round is reversed. */
    SIGN_FLIP,
    /** The numbers in what it sends are not numbers or, where the coding has none such, the largest. */
    NAN,
    /** Sends arbitrary bytes of the right length. */
    RANDOM_BYTES,
    /** Sends one of its earlier messages again with every second one, whomever the earlier one was for. */
    REPLAY;

    /** The word in a scenario. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All of them, as they are written. */
    public static List<String> names() {
        return Arrays.stream(values()).map(AttackKind::text).toList();
    }

    /** Reads a name. */
    public static AttackKind parse(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text));
    }
}
