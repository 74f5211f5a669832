package dev.grapevine.sim.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a node lies. */
public enum AttackKind {
    /** It follows the protocol, but learns the opposite: the change of each round of training is reversed. */
    SIGN_FLIP,
    /** The numbers in what it sends are not numbers or, where the coding has none such, the largest. */
    NAN,
    /** What it sends has the right length and arbitrary bytes. */
    RANDOM_BYTES,
    /** With every second message it sends one of its earlier ones again, whomever that one was for. */
    REPLAY;

    /** As it is written in a scenario. */
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
