package dev.grapevine.consensus.kernel;

/** This module's kernels as {@link KernelProvider} chose them. */
final class KernelFamilies {

    static final Kernels FLOATS = KernelProvider.choose(ScalarKernels::new, () -> new PanamaKernels());
    static final BlockKernels BLOCKS = KernelProvider.choose(ScalarBlockKernels::new, () -> new PanamaBlockKernels());
    static final Bfloat16Kernels BFLOAT16 = KernelProvider.choose(ScalarBfloat16Kernels::new,
            () -> new PanamaBfloat16Kernels());
    static final LatticeKernels LATTICES = KernelProvider.choose(ScalarLatticeKernels::new,
            () -> new PanamaLatticeKernels());

    private KernelFamilies() {}
}
