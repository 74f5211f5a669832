package dev.grapevine.node.replica.kernel;

import dev.grapevine.consensus.kernel.KernelProvider;

/** Image kernels that {@link KernelProvider} chose. */
final class ImageKernelChoice {

    static final ConvolutionKernels CONVOLUTION = KernelProvider.choose(ScalarConvolutionKernels::new,
            () -> new PanamaConvolutionKernels());
    static final PoolingKernels POOLING = KernelProvider.choose(ScalarPoolingKernels::new,
            () -> new PanamaPoolingKernels());

    private ImageKernelChoice() {}
}
