package dev.grapevine.node.result;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Drop in quality: the run was much better at its best than at its end.
 *
 * @param what        metric: accuracy or R²
 * @param best        its best value; null if it never was a number
 * @param bestSeconds time of the best value, since the start
 * @param last        its last value; null if the loss is not a number at the end
 * @param lastSeconds time of the last value, since the start
 */
public record Fall(String what, Double best, Double bestSeconds, Double last, double lastSeconds) {

    private static final String REMEDY = "a smaller learningRate may help";

    /** Message to users of a run that does not keep its best model. */
    public String sentence() {
        return diagnosis()
                + ": the series shows when it fell; stop earlier, with stop: accuracy=…, or remove the cause; "
                + REMEDY;
    }

    /**
     * Message to users if both models are kept.
     *
     * @param model     path of the best model; of the last one if no earlier one had a finite loss
     * @param lastModel path of the last model, if there is a best one
     */
    public String sentence(Path model, Path lastModel) {
        return best == null
                ? diagnosis() + ": " + REMEDY + " (the model is in " + model + ")"
                : diagnosis() + ": the best model is in " + model + ", the last one in " + lastModel
                        + "; use the best one, or continue training from it: " + REMEDY;
    }

    /** Message without a remedy. */
    public String diagnosis() {
        String ended = last == null
                ? "The loss is not a number at the end, after "
                : String.format(Locale.ROOT, "The run ended with %s %.4f after ", what, last);
        return ended + seconds(lastSeconds) + (best == null
                ? ", and never was one"
                : String.format(Locale.ROOT, ", and had %s %.4f after %s", what, best, seconds(bestSeconds)));
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
