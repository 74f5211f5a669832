package dev.grapevine.node.replica;

import java.util.function.ToDoubleFunction;

/**
 * Compares a gradient computed in single precision with central finite differences of the same function in double
 * precision.
 *
 * <p>With a step of {@value #STEP}, differences in double precision are accurate to about 1e-9. A float has a relative
 * error of 6e-8, and a sum that error of its largest term; over the three layers and some dozens of terms of the tests,
 * errors add up to less than 1e-5. {@link #TOLERANCE} leaves a factor of ten, and is far below the deviation of a wrong
 * formula.
 */
public final class GradientCheck {

    /** Maximum deviation of a correct gradient. */
    public static final double TOLERANCE = 1e-4;

    private static final double STEP = 1e-5;
    /** Components below this share of the largest are compared relative to that share. */
    private static final double SMALL = 0.01;

    private GradientCheck() {}

    /**
     * Maximum relative deviation of any component.
     *
     * @param function in double precision
     * @param at       point at which the gradient was computed
     * @param gradient only its first components are compared, as many as {@code at} has
     */
    public static double deviation(ToDoubleFunction<double[]> function, float[] at, float[] gradient) {
        double[] point = Reference.toDoubles(at);
        double[] differences = new double[at.length];
        double largest = 0;
        for (int i = 0; i < at.length; i++) {
            point[i] = at[i] + STEP;
            double above = function.applyAsDouble(point);
            point[i] = at[i] - STEP;
            double below = function.applyAsDouble(point);
            point[i] = at[i];
            differences[i] = (above - below) / (2 * STEP);
            largest = Math.max(largest, Math.abs(differences[i]));
        }
        double deviation = 0;
        for (int i = 0; i < at.length; i++) {
            double size = Math.max(Math.abs(differences[i]), SMALL * largest);
            double error = Math.abs(gradient[i] - differences[i]);
            deviation = Math.max(deviation, error == 0 ? 0 : error / size);
        }
        return deviation;
    }
}
