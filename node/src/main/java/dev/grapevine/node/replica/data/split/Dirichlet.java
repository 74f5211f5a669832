package dev.grapevine.node.replica.data.split;

import dev.grapevine.consensus.random.RandomStream;

/** Samples a symmetric Dirichlet distribution, with {@link StrictMath} so that all machines agree. */
final class Dirichlet {

    private Dirichlet() {}

    /** Nonnegative proportions that sum to 1 up to rounding. */
    static double[] draw(double alpha, int count, RandomStream random) {
        double[] proportions = new double[count];
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            proportions[i] = logGamma(alpha, random);
            largest = Math.max(largest, proportions[i]);
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            proportions[i] = StrictMath.exp(proportions[i] - largest);
            sum += proportions[i];
        }
        for (int i = 0; i < count; i++) {
            proportions[i] /= sum;
        }
        return proportions;
    }

    /**
     * Logarithm of a sample of the gamma distribution with the given shape and the scale 1 (G. Marsaglia, W. W. Tsang,
     * "A Simple Method for Generating Gamma Variables", ACM TOMS 2000; shapes below 1 by its section 6). The logarithm
     * is needed because most samples of small shapes are smaller than any double.
     */
    static double logGamma(double shape, RandomStream random) {
        if (shape < 1) {
            // 1 - u is never 0, unlike u.
            return logGamma(shape + 1, random) + StrictMath.log(1 - random.nextDouble()) / shape;
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double root = 1 + c * x;
            double v = root * root * root;
            if (root > 0 && StrictMath.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v
                    + d * StrictMath.log(v)) {
                return StrictMath.log(d) + StrictMath.log(v);
            }
        }
    }
}
