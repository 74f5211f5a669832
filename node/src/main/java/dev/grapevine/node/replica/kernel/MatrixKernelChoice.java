package dev.grapevine.node.replica.kernel;

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.consensus.kernel.ScalarKernels;

/** Follows the choice that {@link Kernels} made. */
final class MatrixKernelChoice {

    static final MatrixKernels BEST = Kernels.best() instanceof ScalarKernels
            ? new ScalarMatrixKernels()
            : new PanamaMatrixKernels();

    private MatrixKernelChoice() {}
}
