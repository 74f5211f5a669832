package dev.grapevine.consensus.delta;

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.consensus.kernel.ScalarKernels;

/** Follows the choice that {@link Kernels} made. */
final class LatticeKernelChoice {

    static final LatticeKernels BEST = Kernels.best() instanceof ScalarKernels
            ? new ScalarLatticeKernels()
            : new PanamaLatticeKernels();

    private LatticeKernelChoice() {}
}
