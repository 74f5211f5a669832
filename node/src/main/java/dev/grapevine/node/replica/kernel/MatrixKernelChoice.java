package dev.grapevine.node.replica.kernel;

import dev.grapevine.consensus.kernel.KernelProvider;

/** Matrix kernels that {@link KernelProvider} chose. */
final class MatrixKernelChoice {

    static final MatrixKernels BEST = KernelProvider.choose(ScalarMatrixKernels::new, () -> new PanamaMatrixKernels());

    private MatrixKernelChoice() {}
}
