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

    /** A round that ends at more than so many times the loss it began with has unlearned. */
    static final double UNLEARNED_FACTOR = 1.5;
    /** First steps that come to more than so many times the loss they began with have blown the model up … */
    static final double BLOWN_UP_FACTOR = 2;
    /** … and what ends above this part of it has not come back. */
    static final double RECOVERED_PART = 0.8;
    /** Less of a rise may be noise: few rows, of which some are hard, and a loss that has hardly anything left. */
    static final double NOISE = 1;
    /** More of a rise is one, if something else speaks for it too. */
    static final double RISE = 0.5;

    /** A loss above so many times another one … */
    static final double FAR_FACTOR = 1.5;
    /** … and by so much is far above it. */
    static final double FAR = 0.35;

    /** Whether a loss is that of quite another model; also if it is no number. */
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
