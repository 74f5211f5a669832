package dev.grapevine.node.replica.layer;

import java.util.Arrays;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.schema.ImageShape;
import dev.grapevine.node.replica.kernel.PoolingKernels;

/**
 * Max pooling: the maximum of each 2 x 2 block of pixels, per channel (M. Ranzato et al., "Unsupervised Learning of
 * Invariant Feature Hierarchies with Applications to Object Recognition", CVPR 2007). The first of equal values gets
 * the gradient. Images are rows of pixels of channels; if height or width is odd, the last row or column is left out.
 */
public final class MaxPool implements Layer {

    private static final PoolingKernels KERNELS = PoolingKernels.best();

    private final ImageShape input;
    private final ImageShape output;

    public MaxPool(ImageShape input) {
        this.input = input;
        this.output = new ImageShape(input.channels(), input.height() / 2, input.width() / 2);
    }

    /** Shape of the output images. */
    public ImageShape output() {
        return output;
    }

    @Override
    public int inputs() {
        return input.features();
    }

    @Override
    public int outputs() {
        return output.features();
    }

    @Override
    public void declare(Layout.Builder layout, String prefix) {}

    @Override
    public void initialise(float[] parameters, RandomStream random) {}

    @Override
    public long operationsPerRow(boolean inputGradientWanted) {
        return 2L * inputs();
    }

    @Override
    public void forward(float[] parameters, float[] in, float[] out, int batch) {
        for (int image = 0; image < batch; image++) {
            KERNELS.maximum(in, image * inputs(), input.height(), input.width(), input.channels(), out,
                    image * outputs());
        }
    }

    @Override
    public void backward(float[] parameters, float[] in, float[] out, float[] outputGradient, float[] inputGradient,
            float[] gradient, int batch) {
        if (inputGradient == null) {
            return;
        }
        if (input.height() % 2 + input.width() % 2 > 0) {
            Arrays.fill(inputGradient, 0, batch * inputs(), 0);
        }
        for (int image = 0; image < batch; image++) {
            KERNELS.gradient(in, image * inputs(), input.height(), input.width(), input.channels(), out,
                    outputGradient, image * outputs(), inputGradient);
        }
    }
}
