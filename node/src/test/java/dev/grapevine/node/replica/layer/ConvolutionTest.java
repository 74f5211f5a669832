package dev.grapevine.node.replica.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.testing.RandomFloats;
import dev.grapevine.node.replica.GradientCheck;
import dev.grapevine.node.replica.LayerCheck;
import dev.grapevine.node.replica.data.schema.ImageShape;

/** A convolution computes the correct outputs, and its gradients match them. */
class ConvolutionTest {

    private static final int BATCH = 2;

    /** Seven loops over images, output pixels, filters and the values beneath the kernel. */
    private static double[] reference(ImageShape in, ImageShape out, int kernel, int padding, double[] parameters,
            double[] input) {
        double[] output = new double[BATCH * out.features()];
        int filters = out.channels();
        for (int i = 0; i < output.length; i++) {
            int filter = i % filters;
            int x = i / filters % out.width();
            int y = i / filters / out.width() % out.height();
            int image = i / out.features();
            output[i] = parameters[kernel * kernel * in.channels() * filters + filter];
            for (int ky = Math.max(0, padding - y); ky < Math.min(kernel, in.height() + padding - y); ky++) {
                for (int kx = Math.max(0, padding - x); kx < Math.min(kernel, in.width() + padding - x); kx++) {
                    for (int channel = 0; channel < in.channels(); channel++) {
                        int pixel = (image * in.height() + y + ky - padding) * in.width() + x + kx - padding;
                        int weight = ((ky * kernel + kx) * in.channels() + channel) * filters + filter;
                        output[i] += input[pixel * in.channels() + channel] * parameters[weight];
                    }
                }
            }
        }
        return output;
    }

    private static LayerCheck check(ImageShape in, int filters, int kernel, int padding) {
        Convolution layer = new Convolution(in, filters, kernel, padding);
        float[] input = RandomFloats.normal((BATCH + 1) * in.features(), new RandomStream(filters));
        return new LayerCheck(layer, BATCH, input, (parameters, values) -> reference(in, layer.output(), kernel,
                padding, parameters, values));
    }

    /** Few and many input channels use different algorithms for the input gradient. */
    @ParameterizedTest
    @CsvSource({"1, 5, 4, 6, 5, 2", "1, 3, 3, 1, 3, 0", "2, 6, 7, 3, 5, 0", "6, 7, 6, 5, 5, 2", "3, 4, 4, 17, 1, 0",
            "2, 3, 3, 2, 2, 1", "16, 5, 5, 3, 3, 1", "16, 4, 3, 7, 3, 0", "17, 3, 4, 2, 3, 2"})
    void outputsAndGradientsMatchReference(int channels, int height, int width, int filters, int kernel,
            int padding) {
        LayerCheck check = check(new ImageShape(channels, height, width), filters, kernel, padding);
        assertThat(check.outputDeviation()).isLessThan(1e-4);
        assertThat(check.parameterDeviation(check.gradient())).isLessThan(GradientCheck.TOLERANCE);
        assertThat(check.inputDeviation(check.inputGradient())).isLessThan(GradientCheck.TOLERANCE);
    }

    @Test
    void wrongGradientsAreDetected() {
        LayerCheck check = check(new ImageShape(2, 6, 5), 3, 3, 1);
        float[] oneBiasABitOff = check.gradient();
        oneBiasABitOff[oneBiasABitOff.length - 1] *= 1.001f;
        assertThat(check.parameterDeviation(oneBiasABitOff)).isGreaterThan(5 * GradientCheck.TOLERANCE);
        float[] upsideDown = check.inputGradient();
        for (int i = 0; i < 30; i++) {
            upsideDown[i] = check.inputGradient()[59 - i];
        }
        assertThat(check.inputDeviation(upsideDown)).isGreaterThan(0.1);
    }

    @Test
    void layerWritesOnlyToItsOwnParts() {
        Layout.Builder layout = new Layout.Builder();
        layout.add("before", 4);
        Convolution layer = new Convolution(new ImageShape(2, 3, 3), 2, 3, 1);
        layer.prepare(2);
        layer.declare(layout, "convolution7");
        layout.add("after", 4);
        assertThat(layout.build().describe())
                .isEqualTo("before[4] convolution7.weight[3x3x2x2] convolution7.bias[2] after[4]");
        assertThat(layer.parameters()).isEqualTo(38);
        float[] gradient = new float[46];
        Arrays.fill(gradient, 9);
        float[] output = new float[36];
        float[] inputGradient = new float[36];
        float[] ones = new float[36];
        Arrays.fill(ones, 1);
        float[] parameters = RandomFloats.normal(46, new RandomStream(1));
        layer.forward(parameters, new float[36], output, 1);
        layer.backward(parameters, new float[36], output, ones, inputGradient, gradient, 1);
        assertThat(gradient).startsWith(9, 9, 9, 9).endsWith(9, 9, 9, 9);
        assertThat(Arrays.copyOfRange(gradient, 4, 40)).as("zero inputs").containsOnly(0);
        assertThat(Arrays.copyOfRange(gradient, 40, 42)).as("nine pixels").containsOnly(9);
        assertThat(Arrays.copyOfRange(output, 18, 36)).as("a second image").containsOnly(0);
        assertThat(Arrays.copyOfRange(inputGradient, 18, 36)).as("a second image").containsOnly(0);
    }

    @Test
    void initialWeightsAreNormalAndBiasesZero() {
        Convolution layer = new Convolution(new ImageShape(8, 5, 5), 10, 5, 2);
        layer.declare(new Layout.Builder(), "convolution1");
        float[] parameters = new float[2010];
        Arrays.fill(parameters, 9);
        layer.initialise(parameters, new RandomStream(3));
        double squares = 0;
        for (int i = 0; i < 2000; i++) {
            squares += parameters[i] * parameters[i];
        }
        // Variance 2 / 200 = 0.01; that of 2000 has a deviation of 0.0003.
        assertThat(squares / 2000).isBetween(0.0085, 0.0115);
        assertThat(Arrays.copyOfRange(parameters, 2000, 2010)).containsOnly(0);
    }

    @Test
    void parametersAreCountedWithoutAllocation() {
        Convolution layer = new Convolution(new ImageShape(65536, 2, 2), 65536, 5, 2);
        assertThat(layer.parameters()).isEqualTo((25L * 65536 + 1) * 65536);
        assertThat(layer.outputs()).isEqualTo(4 * 65536);
    }

    @Test
    void paddingBeyondKernelIsRejected() {
        assertThatThrownBy(() -> new Convolution(new ImageShape(1, 4, 4), 1, 3, 3))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("A kernel of 3 cannot have a padding of 3");
        assertThatThrownBy(() -> new Convolution(new ImageShape(1, 4, 4), 1, 5, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
