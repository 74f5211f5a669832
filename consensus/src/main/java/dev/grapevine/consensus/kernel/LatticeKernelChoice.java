package dev.grapevine.consensus.kernel;


/** Follows the choice that {@link Kernels} made. */
final class LatticeKernelChoice {

    static final LatticeKernels BEST = Kernels.best() instanceof ScalarKernels
            ? new ScalarLatticeKernels()
            : new PanamaLatticeKernels();

    private LatticeKernelChoice() {}
}
