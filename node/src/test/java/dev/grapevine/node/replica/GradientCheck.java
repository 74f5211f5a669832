package dev.grapevine.node.replica;

import java.util.function.ToDoubleFunction;

/**
 * Holds a gradient that was computed in single precision against central finite differences of the same function in
 * double precision.
 *
 * <p>With a step of {@value #STEP}, differences in double precision are right to about 1e-9. A float is right to 6e-8 of
 * itself, and a component that is a sum of terms to that much of the largest of them; over the three layers and some
 * dozens of terms that tests have, errors add up to less than 1e-5. {@link #TOLERANCE} leaves a factor of ten, and is
 * far below anything that a wrong formula would show.
 */
public final class GradientCheck {

    /** The largest deviation that a right gradient has. */
    public static final double TOLERANCE = 1e-4;

    private static final double STEP = 1e-5;
    /** Components that are smaller than this share of the largest are compared with that share. */
    private static final double SMALL = 0.01;

    private GradientCheck() {}

    /**
     * The largest deviation of any component, relative to it.
     *
     * @param function in double precision
     * @param at       where the gradient was taken
     * @param gradient of which only as many components are looked at as {@code at} has
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
