package dev.grapevine.node.replica.layer;

import java.util.function.BinaryOperator;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.testing.RandomFloats;
import dev.grapevine.node.replica.GradientCheck;
import dev.grapevine.node.replica.Reference;

/**
 * Layer whose parameters follow others, a batch of random rows, and a scalar to differentiate: the sum of all outputs
 * with random weights. It provides the layer's gradients of that scalar for comparison with a reference.
 */
final class LayerSample {

    /** Index of the layer's first parameter. */
    static final int BEFORE = 3;
    private static final int BEHIND = 2;

    private final BinaryOperator<double[]> reference;
    private final float[] input;
    private final float[] outputWeights;
    final float[] parameters;
    final float[] output;
    final float[] gradient;
    final float[] inputGradient;

    /**
     * @param reference maps all parameters and the input to the output
     * @param input     rows of numbers, or of symbols if {@code inputWanted} is false
     */
    LayerSample(Layer layer, BinaryOperator<double[]> reference, float[] input, boolean inputWanted, long seed) {
        RandomStream random = new RandomStream(seed);
        int batch = input.length / layer.inputs();
        Layout.Builder layout = new Layout.Builder();
        layout.add("before", BEFORE);
        layer.declare(layout, "layer");
        layout.add("behind", BEHIND);
        layer.prepare(batch + 1);
        this.reference = reference;
        this.input = input;
        parameters = RandomFloats.normal(layout.build().parameters(), random);
        outputWeights = RandomFloats.normal(batch * layer.outputs(), random);
        output = RandomFloats.normal(batch * layer.outputs(), random);
        gradient = RandomFloats.normal(parameters.length, random);
        inputGradient = inputWanted ? RandomFloats.normal(input.length, random) : null;
        // State of an earlier batch must have no effect.
        layer.forward(parameters, inputWanted ? RandomFloats.normal(input.length, random) : input, output, batch);
        layer.backward(parameters, input, output, outputWeights.clone(), inputGradient, gradient, batch);
        for (int i = 0; i < BEFORE; i++) {
            gradient[i] = 0;
        }
        for (int i = 1; i <= BEHIND; i++) {
            gradient[gradient.length - i] = 0;
        }
        layer.forward(parameters, input, output, batch);
        layer.backward(parameters, input, output, outputWeights.clone(), inputGradient, gradient, batch);
    }

    private double value(double[] parametersThere, double[] inputThere) {
        double[] there = reference.apply(parametersThere, inputThere);
        double sum = 0;
        for (int i = 0; i < there.length; i++) {
            sum += there[i] * outputWeights[i];
        }
        return sum;
    }

    /** Maximum difference of an output. */
    double outputDeviation() {
        double[] there = reference.apply(Reference.toDoubles(parameters), Reference.toDoubles(input));
        double deviation = there.length == output.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < there.length; i++) {
            deviation = Math.max(deviation, Math.abs(there[i] - output[i]));
        }
        return deviation;
    }

    /** Parameters before and after the layer's own have no gradient. */
    double parameterDeviation(float[] gradientThere) {
        return GradientCheck.deviation(point -> value(point, Reference.toDoubles(input)), parameters, gradientThere);
    }

    double inputDeviation(float[] gradientThere) {
        return GradientCheck.deviation(point -> value(Reference.toDoubles(parameters), point), input, gradientThere);
    }
}
