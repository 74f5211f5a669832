package dev.grapevine.node.replica;

import java.util.Arrays;
import java.util.function.BinaryOperator;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.testing.RandomFloats;
import dev.grapevine.node.replica.layer.Layer;

/**
 * Compares both gradients of a layer with finite differences of a second implementation in double precision. The
 * differentiated scalar is the sum of all outputs with random weights.
 */
public final class LayerCheck {

    private final BinaryOperator<double[]> reference;
    private final float[] parameters;
    private final float[] input;
    private final float[] output;
    private final float[] outputWeights;
    private final float[] gradient;
    private final float[] inputGradient;

    /**
     * @param layer     not prepared yet
     * @param reference computes the outputs from parameters and inputs
     * @param input     {@code batch} rows and one more, which is not used
     */
    public LayerCheck(Layer layer, int batch, float[] input, BinaryOperator<double[]> reference) {
        this.reference = reference;
        this.input = input;
        RandomStream random = new RandomStream(batch + 10L * layer.inputs() + 100_000L * layer.outputs());
        layer.prepare(batch + 1);
        layer.declare(new Layout.Builder(), "layer1");
        parameters = RandomFloats.normal((int) layer.parameters(), random);
        output = RandomFloats.normal((batch + 1) * layer.outputs(), random);
        outputWeights = RandomFloats.normal(batch * layer.outputs(), random);
        // Not zero, to show that both are overwritten and not added to.
        gradient = RandomFloats.normal(parameters.length, random);
        inputGradient = RandomFloats.normal(input.length, random);
        layer.forward(parameters, input, output, batch);
        layer.backward(parameters, input, output, outputWeights.clone(), inputGradient, gradient, batch);
    }

    /** Maximum difference of an output from the reference's. */
    public double outputDeviation() {
        double[] expected = reference.apply(Reference.toDoubles(parameters), Reference.toDoubles(input));
        double deviation = 0;
        for (int i = 0; i < outputWeights.length; i++) {
            deviation = Math.max(deviation, Math.abs(expected[i] - output[i]));
        }
        return deviation;
    }

    public float[] gradient() {
        return gradient.clone();
    }

    public float[] inputGradient() {
        return inputGradient.clone();
    }

    /** {@link GradientCheck#deviation} of the gradient with respect to the parameters. */
    public double parameterDeviation(float[] gradientThere) {
        return GradientCheck.deviation(point -> value(point, Reference.toDoubles(input)), parameters, gradientThere);
    }

    /** {@link GradientCheck#deviation} of the gradient with respect to the input. */
    public double inputDeviation(float[] gradientThere) {
        int used = outputWeights.length * input.length / output.length;
        return GradientCheck.deviation(point -> {
            double[] whole = Reference.toDoubles(input);
            System.arraycopy(point, 0, whole, 0, used);
            return value(Reference.toDoubles(parameters), whole);
        }, Arrays.copyOf(input, used), gradientThere);
    }

    private double value(double[] parametersThere, double[] inputThere) {
        double[] values = reference.apply(parametersThere, inputThere);
        double sum = 0;
        for (int i = 0; i < outputWeights.length; i++) {
            sum += values[i] * outputWeights[i];
        }
        return sum;
    }
}
