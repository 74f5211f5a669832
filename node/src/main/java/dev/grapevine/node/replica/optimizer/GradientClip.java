package dev.grapevine.node.replica.optimizer;

import dev.grapevine.consensus.kernel.Kernels;

/** Gradient clipping by norm (Pascanu et al. 2013, algorithm 1). */
public final class GradientClip {

    private static final Kernels KERNELS = Kernels.best();

    private GradientClip() {}

    /**
     * Scales a gradient down to the maximum norm if it is longer. A gradient whose norm is not finite is left
     * unchanged, so that divergence shows.
     *
     * @param max maximum Euclidean norm over all elements; 0 for no limit
     */
    public static void apply(float[] gradient, double max) {
        if (max == 0) {
            return;
        }
        double norm = Math.sqrt(KERNELS.sumOfSquares(gradient, 0, gradient.length));
        if (norm > max && norm < Double.POSITIVE_INFINITY) {
            KERNELS.scale((float) (max / norm), gradient, 0, gradient.length);
        }
    }
}
