package dev.grapevine.node.replica.kernel;

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.consensus.kernel.ScalarKernels;

/** Follows the choice that {@link Kernels} made. */
final class ImageKernelChoice {

    static final ConvolutionKernels CONVOLUTION;
    static final PoolingKernels POOLING;

    static {
        boolean scalar = Kernels.best() instanceof ScalarKernels;
        CONVOLUTION = scalar ? new ScalarConvolutionKernels() : new PanamaConvolutionKernels();
        POOLING = scalar ? new ScalarPoolingKernels() : new PanamaPoolingKernels();
    }

    private ImageKernelChoice() {}
}
