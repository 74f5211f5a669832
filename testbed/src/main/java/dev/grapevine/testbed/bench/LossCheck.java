package dev.grapevine.testbed.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether two programs learn the same: both start from the same parameters and see the same rows in the same order, so that
 * their losses differ by no more than what rounding makes of it.
 *
 * @param ours   mean training loss of the later half of {@value #STEPS} steps
 * @param theirs the same of the other program
 */
record LossCheck(double ours, double theirs) {

    static final int STEPS = 40;
    /** The greatest difference between both, relative to ours. */
    static final double TOLERANCE = 0.01;

    /**
     * The reason why a row whose losses these are counts for nothing, if it does. A loss that is no number never does.
     */
    Optional<String> voidReason() {
        return Double.isFinite(ours) && Math.abs(ours - theirs) <= TOLERANCE * Math.abs(ours)
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT,
                        "the programs do not learn the same: after %d steps the losses %.4f and %.4f differ by more than %s %%",
                        STEPS, ours, theirs, 100 * TOLERANCE));
    }

    /** The check as columns of a table. */
    Map<String, String> columns(String other) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("loss", String.format(Locale.ROOT, "%.4f", ours));
        columns.put("loss of " + other, String.format(Locale.ROOT, "%.4f", theirs));
        return columns;
    }
}
