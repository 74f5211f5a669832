package dev.grapevine.node.replica.kernel;

import java.util.List;
import java.util.stream.Stream;

/** Prints the implementation of each kernel family of this package. */
final class KernelNames {

    private KernelNames() {}

    public static void main(String[] arguments) {
        System.out.println(String.join(" ", all()));
    }

    static List<String> all() {
        return Stream
                .of(MatrixKernels.best(), ConvolutionKernels.best(), PoolingKernels.best(), LayerKernels.best())
                .map(kernels -> kernels.getClass().getSimpleName()).toList();
    }
}
