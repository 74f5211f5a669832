package dev.grapevine.node.replica.layer;

import java.util.Arrays;

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.schema.ImageShape;
import dev.grapevine.node.replica.kernel.ConvolutionKernels;
import dev.grapevine.node.replica.kernel.MatrixKernels.View;
import dev.grapevine.node.replica.kernel.MatrixKernels;

/**
 * Two-dimensional convolution with a square kernel and stride 1: every output is a weighted sum of the values beneath
 * the kernel, over all channels, plus a bias. The image is padded with zeros.
 *
 * <p>Images are rows of pixels of channels, so that vectors run over the output channels and weights are read in memory
 * order: kernel row, kernel column, input channel, output channel. Weights start normal with variance 2 / inputs of one
 * output (K. He et al., "Delving Deep into Rectifiers", ICCV 2015), biases at 0.
 */
public final class Convolution implements Layer {

    /** The number of input channels below which vectors over them would be mostly empty. */
    private static final int CHANNELS_THAT_FILL_VECTORS = 16;
    /** Number of pixels whose window gradients are held at once: they should fit into a first-level cache. */
    private static final int PIXELS_AT_ONCE = 64;
    private static final MatrixKernels MATRICES = MatrixKernels.best();
    private static final Kernels VECTORS = Kernels.best();

    private final ImageShape input;
    private final ImageShape output;
    private final int kernel;
    private final int padding;
    private WindowProduct product;
    private InputGradient inputGradients;
    private int weightOffset;
    private int biasOffset;

    /**
     * @param input   shape of the images
     * @param filters number of output channels
     * @param kernel  height and width in pixels
     * @param padding rows and columns of zeros on each side, fewer than {@code kernel}
     */
    public Convolution(ImageShape input, int filters, int kernel, int padding) {
        if (padding < 0 || padding >= kernel) {
            throw new IllegalArgumentException("A kernel of " + kernel + " cannot have a padding of " + padding);
        }
        this.input = input;
        this.kernel = kernel;
        this.padding = padding;
        this.output = new ImageShape(filters, input.height() + 2 * padding - kernel + 1,
                input.width() + 2 * padding - kernel + 1);
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

    /** Number of values beneath the kernel. */
    private int windowSize() {
        return Math.multiplyExact(kernel * kernel, input.channels());
    }

    private int pixels() {
        return output.height() * output.width();
    }

    @Override
    public long parameters() {
        return ((long) kernel * kernel * input.channels() + 1) * output.channels();
    }

    @Override
    public void prepare(int batchMax) {
        product = new WindowProduct(input, kernel, padding, output.channels());
        inputGradients = null;
    }

    @Override
    public void declare(Layout.Builder layout, String prefix) {
        weightOffset = layout.add(prefix + ".weight", kernel, kernel, input.channels(), output.channels());
        biasOffset = layout.add(prefix + ".bias", output.channels());
    }

    @Override
    public void initialise(float[] parameters, RandomStream random) {
        double deviation = Math.sqrt(2.0 / windowSize());
        for (int i = weightOffset; i < biasOffset; i++) {
            parameters[i] = (float) (random.nextGaussian() * deviation);
        }
        Arrays.fill(parameters, biasOffset, biasOffset + output.channels(), 0);
    }

    @Override
    public long operationsPerRow(boolean inputGradientWanted) {
        return (inputGradientWanted ? 6L : 4L) * windowSize() * outputs();
    }

    @Override
    public void forward(float[] parameters, float[] in, float[] out, int batch) {
        product.setWeights(parameters, weightOffset);
        for (int image = 0; image < batch; image++) {
            product.multiply(in, image, parameters, biasOffset, out, image * outputs());
        }
    }

    @Override
    public void backward(float[] parameters, float[] in, float[] out, float[] outputGradient, float[] inputGradient,
            float[] gradient, int batch) {
        product.startGradient();
        for (int image = 0; image < batch; image++) {
            product.addGradient(in, image, outputGradient, image * outputs());
        }
        product.finishGradient(gradient, weightOffset);
        if (inputGradient != null) {
            if (inputGradients == null) {
                inputGradients = input.channels() < CHANNELS_THAT_FILL_VECTORS ? new Spread() : new Gather();
            }
            inputGradients.compute(parameters, outputGradient, inputGradient, batch);
        }
    }

    /** Algorithm for the gradient with respect to the input. */
    private interface InputGradient {

        void compute(float[] parameters, float[] outputGradient, float[] inputGradient, int batch);
    }

    /**
     * Convolves the output gradients with the kernel rotated by 180 degrees: each input's gradient is a weighted sum of
     * those of all outputs that depend on it.
     */
    private final class Gather implements InputGradient {

        private final WindowProduct turnedProduct = new WindowProduct(output, kernel, kernel - 1 - padding,
                input.channels());
        private final float[] turned = new float[Math.multiplyExact(windowSize(), output.channels())];
        private final float[] noBiases = new float[input.channels()];

        @Override
        public void compute(float[] parameters, float[] outputGradient, float[] inputGradient, int batch) {
            turn(parameters);
            turnedProduct.setWeights(turned, 0);
            for (int image = 0; image < batch; image++) {
                turnedProduct.multiply(outputGradient, image, noBiases, 0, inputGradient, image * inputs());
            }
        }

        private void turn(float[] parameters) {
            int places = kernel * kernel;
            int channels = input.channels();
            int filters = output.channels();
            for (int place = 0; place < places; place++) {
                int from = weightOffset + place * channels * filters;
                int to = (places - 1 - place) * channels * filters;
                for (int channel = 0; channel < channels; channel++) {
                    for (int filter = 0; filter < filters; filter++) {
                        turned[to + filter * channels + channel] = parameters[from + channel * filters + filter];
                    }
                }
            }
        }
    }

    /** Scatters each output's gradient over the values beneath the kernel. */
    private final class Spread implements InputGradient {

        private final int run = kernel * input.channels();
        /** Rounded up to whole vectors and padded with zeros. */
        private final int wideRun = Math.ceilDiv(run, ConvolutionKernels.COLUMNS_UNIT)
                * ConvolutionKernels.COLUMNS_UNIT;
        private final int wideWindow = kernel * wideRun;
        private final float[] transposed = new float[Math.multiplyExact(wideWindow, output.channels())];
        private final float[] beneath = new float[PIXELS_AT_ONCE * wideWindow];
        private final int paddedRow = (input.width() + 2 * padding) * input.channels();
        private final float[] padded = new float[Math.addExact(
                Math.multiplyExact(input.height() + 2 * padding, paddedRow), ConvolutionKernels.COLUMNS_UNIT)];

        @Override
        public void compute(float[] parameters, float[] outputGradient, float[] inputGradient, int batch) {
            transpose(parameters);
            for (int image = 0; image < batch; image++) {
                Arrays.fill(padded, 0);
                for (int from = 0; from < pixels(); from += PIXELS_AT_ONCE) {
                    spread(outputGradient, image, from, Math.min(from + PIXELS_AT_ONCE, pixels()));
                }
                copyInside(inputGradient, image);
            }
        }

        private void transpose(float[] parameters) {
            int filters = output.channels();
            for (int value = 0; value < windowSize(); value++) {
                int to = value / run * wideRun + value % run;
                for (int filter = 0; filter < filters; filter++) {
                    transposed[filter * wideWindow + to] = parameters[weightOffset + value * filters + filter];
                }
            }
        }

        private void spread(float[] outputGradient, int image, int from, int to) {
            int filters = output.channels();
            Arrays.fill(beneath, 0, (to - from) * wideWindow, 0);
            MATRICES.multiplyAdd(to - from, wideWindow, filters,
                    View.rowMajor(outputGradient, image * outputs() + from * filters, filters),
                    View.rowMajor(transposed, 0, wideWindow), View.rowMajor(beneath, 0, wideWindow));
            for (int pixel = from; pixel < to; pixel++) {
                int place = pixel / output.width() * paddedRow + pixel % output.width() * input.channels();
                for (int row = 0; row < kernel; row++) {
                    VECTORS.axpy(1, beneath, (pixel - from) * wideWindow + row * wideRun, padded,
                            place + row * paddedRow, wideRun);
                }
            }
        }

        private void copyInside(float[] inputGradient, int image) {
            int row = input.width() * input.channels();
            int inside = padding * (paddedRow + input.channels());
            for (int y = 0; y < input.height(); y++) {
                System.arraycopy(padded, inside + y * paddedRow, inputGradient, image * inputs() + y * row, row);
            }
        }
    }
}
