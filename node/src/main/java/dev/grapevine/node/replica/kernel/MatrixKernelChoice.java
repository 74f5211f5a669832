package dev.grapevine.node.replica.kernel;

import dev.grapevine.consensus.kernel.KernelProvider;

/** The matrix kernels as {@link KernelProvider} chose them. */
final class MatrixKernelChoice {

    static final MatrixKernels BEST = KernelProvider.choose(ScalarMatrixKernels::new, () -> new PanamaMatrixKernels());

    private MatrixKernelChoice() {}
}
