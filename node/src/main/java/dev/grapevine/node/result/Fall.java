package dev.grapevine.node.result;

import java.nio.file.Path;
import java.util.Locale;

/**
 * A run that was much better than it is in the end.
 *
 * @param what        was judged: accuracy or R²
 * @param best        what it had; null if it never was a number
 * @param bestSeconds when, since the start
 * @param last        what it has in the end; null if the loss is no number then
 * @param lastSeconds when that was judged
 */
public record Fall(String what, Double best, Double bestSeconds, Double last, double lastSeconds) {

    private static final String REMEDY = "a smaller learningRate may help";

    /** What to tell users of a run that leaves no model of its best. */
    public String sentence() {
        return told() + ": the series says when it fell; stop earlier, with stop: accuracy=…, or keep out what made it "
                + "fall; " + REMEDY;
    }

    /**
     * What to tell users where both models are kept.
     *
     * @param model     of its best; of the end, if nothing before was a number
     * @param lastModel of the end, if there is one of its best
     */
    public String sentence(Path model, Path lastModel) {
        return best == null
                ? told() + ": " + REMEDY + " (the model lies in " + model + ")"
                : told() + ": the model of its best lies in " + model + ", the last one in " + lastModel
                        + "; use the former, or train on from it: " + REMEDY;
    }

    /** Without what to do about it. */
    public String told() {
        String ended = last == null
                ? "The loss is no number in the end, after "
                : String.format(Locale.ROOT, "The run ended with %s %.4f after ", what, last);
        return ended + seconds(lastSeconds) + (best == null
                ? ", and never was one"
                : String.format(Locale.ROOT, ", and had %s %.4f after %s", what, best, seconds(bestSeconds)));
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
