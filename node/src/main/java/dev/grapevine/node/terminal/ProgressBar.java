package dev.grapevine.node.terminal;

import java.util.Locale;

/** Progress as text of fixed width. */
public final class ProgressBar {

    private static final int WIDTH = 24;

    private ProgressBar() {}

    /** The bar as text, such as {@code [######··················]  25 %}. */
    public static String of(double share) {
        double bounded = Math.clamp(share, 0, 1);
        int full = (int) Math.round(bounded * WIDTH);
        return "[" + "#".repeat(full) + "·".repeat(WIDTH - full) + "] " + String.format(Locale.ROOT, "%3d %%",
                (int) Math.floor(bounded * 100));
    }
}
