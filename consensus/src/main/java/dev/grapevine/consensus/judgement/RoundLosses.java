package dev.grapevine.consensus.judgement;

/**
 * Training losses of one round: cross entropies in nats, or halves of squared errors of scaled targets, so that an
 * untrained model is at about 1 in either unit.
 *
 * @param start of the first batch, before any step of the round
 * @param first mean over the round's first part
 * @param last  mean over its last part
 */
public record RoundLosses(double start, double first, double last) {

    /** A round has unlearned if it ends at more than this many times its first loss. */
    static final double UNLEARNED_FACTOR = 1.5;
    /** The first steps have blown the model up if they reach more than this many times the first loss … */
    static final double BLOWN_UP_FACTOR = 2;
    /** … and it has not recovered if the round ends above this part of that. */
    static final double RECOVERED_PART = 0.8;
    /** A smaller rise may be noise: few rows, some of them hard, and a loss close to zero. */
    static final double NOISE = 1;
    /** A larger rise counts as one if something else indicates it too. */
    static final double RISE = 0.5;

    /** A loss is far above another one if it is more than this many times as large … */
    static final double FAR_FACTOR = 1.5;
    /** … and larger by more than this. */
    static final double FAR = 0.35;

    /** Whether a loss is far above another one, or is no number. */
    static boolean isFarAbove(double loss, double other) {
        return !(loss <= FAR_FACTOR * other + FAR);
    }

    public boolean isFinite() {
        return Double.isFinite(start) && Double.isFinite(first) && Double.isFinite(last);
    }

    /** Whether the round made the model much worse on the node's own rows than it was at the beginning. */
    public boolean isHarmful() {
        return isHarmful(start);
    }

    /** @param usualStart at which rounds usually begin, since one batch says little */
    boolean isHarmful(double usualStart) {
        double begin = Math.max(start, usualStart);
        return last > UNLEARNED_FACTOR * begin + NOISE
                || first > BLOWN_UP_FACTOR * begin + NOISE && last > RECOVERED_PART * begin;
    }

    /** Whether the model seems to have become worse. */
    boolean rose(double usualStart) {
        return last > Math.max(start, usualStart) + RISE;
    }
}
