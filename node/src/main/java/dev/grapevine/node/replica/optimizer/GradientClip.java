package dev.grapevine.node.replica.optimizer;

import dev.grapevine.consensus.kernel.Kernels;

/** Bounds the length of gradients (Pascanu et al. 2013, algorithm 1). */
public final class GradientClip {

    private static final Kernels KERNELS = Kernels.best();

    private GradientClip() {}

    /**
     * Scales a gradient that is longer than allowed down to that length. One whose length is not finite is left as it is,
     * so that divergence shows.
     *
     * @param most the greatest Euclidean norm of all its elements together; 0 for no bound
     */
    public static void apply(float[] gradient, double most) {
        if (most == 0) {
            return;
        }
        double norm = Math.sqrt(KERNELS.sumOfSquares(gradient, 0, gradient.length));
        if (norm > most && norm < Double.POSITIVE_INFINITY) {
            KERNELS.scale((float) (most / norm), gradient, 0, gradient.length);
        }
    }
}
