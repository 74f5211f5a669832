package dev.grapevine.consensus.kernel;

/** This module's kernels as {@link KernelProvider} chose them. */
final class KernelFamilies {

    static final Kernels FLOATS = KernelProvider.choose(ScalarKernels::new, PanamaKernels::new);
    static final BlockKernels BLOCKS = KernelProvider.choose(ScalarBlockKernels::new, PanamaBlockKernels::new);
    static final Bfloat16Kernels BFLOAT16 = KernelProvider.choose(ScalarBfloat16Kernels::new,
            PanamaBfloat16Kernels::new);
    static final LatticeKernels LATTICES = KernelProvider.choose(ScalarLatticeKernels::new,
            PanamaLatticeKernels::new);

    private KernelFamilies() {}
}
