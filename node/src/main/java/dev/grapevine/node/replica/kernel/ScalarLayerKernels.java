package dev.grapevine.node.replica.kernel;

import java.util.Arrays;

/** Scalar implementation, which defines each kernel element by element. */
public final class ScalarLayerKernels implements LayerKernels {

    /** The number that is added to a variance, so that a constant row is not divided by 0. */
    private static final float EPSILON = 1e-5f;

    @Override
    public void gelu(float[] input, float[] output, int length) {
        geluFrom(0, input, output, length);
    }

    static void geluFrom(int from, float[] input, float[] output, int length) {
        for (int i = from; i < length; i++) {
            float x = input[i];
            output[i] = x * FloatMath.sigmoid(x * Math.fma(x * x, FloatMath.GELU_B, FloatMath.GELU_A));
        }
    }

    @Override
    public void geluGradient(float[] input, float[] outputGradient, float[] inputGradient, int length) {
        geluGradientFrom(0, input, outputGradient, inputGradient, length);
    }

    static void geluGradientFrom(int from, float[] input, float[] outputGradient, float[] inputGradient, int length) {
        for (int i = from; i < length; i++) {
            float x = input[i];
            float square = x * x;
            float share = FloatMath.sigmoid(x * Math.fma(square, FloatMath.GELU_B, FloatMath.GELU_A));
            float slope = x * Math.fma(square, FloatMath.GELU_3B, FloatMath.GELU_A);
            inputGradient[i] = outputGradient[i] * Math.fma(share * (1 - share), slope, share);
        }
    }

    @Override
    public void softmax(float[] row, int offset, int length, float[] lanes) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < length; i++) {
            largest = row[offset + i] > largest ? row[offset + i] : largest;
        }
        Arrays.fill(lanes, 0);
        sharesFrom(0, row, offset, length, largest, lanes);
        scaleFrom(0, row, offset, length, 1 / sum(lanes, 0));
    }

    static void sharesFrom(int from, float[] row, int offset, int length, float largest, float[] lanes) {
        for (int i = from; i < length; i++) {
            float share = FloatMath.share(row[offset + i] - largest);
            row[offset + i] = share;
            lanes[i % LANES] += share;
        }
    }

    static void scaleFrom(int from, float[] row, int offset, int length, float factor) {
        for (int i = from; i < length; i++) {
            row[offset + i] *= factor;
        }
    }

    @Override
    public void softmaxGradient(float[] shares, int sharesOffset, float[] gradient, int gradientOffset, int length,
            float factor, float[] lanes) {
        Arrays.fill(lanes, 0);
        dotFrom(0, shares, sharesOffset, gradient, gradientOffset, length, lanes);
        softmaxGradientFrom(0, shares, sharesOffset, gradient, gradientOffset, length, sum(lanes, 0),
                factor);
    }

    static void dotFrom(int from, float[] a, int aOffset, float[] b, int bOffset, int length, float[] lanes) {
        for (int i = from; i < length; i++) {
            lanes[i % LANES] = Math.fma(a[aOffset + i], b[bOffset + i], lanes[i % LANES]);
        }
    }

    static void softmaxGradientFrom(int from, float[] shares, int sharesOffset, float[] gradient, int gradientOffset,
            int length, float mean, float factor) {
        for (int i = from; i < length; i++) {
            gradient[gradientOffset + i] = shares[sharesOffset + i] * (gradient[gradientOffset + i] - mean) * factor;
        }
    }

    @Override
    public float normalise(float[] input, int offset, float[] parameters, int scaleOffset, int shiftOffset,
            float[] normalised, float[] output, int length, float[] lanes) {
        Arrays.fill(lanes, 0);
        sumFrom(0, input, offset, length, lanes);
        float mean = sum(lanes, 0) / length;
        Arrays.fill(lanes, 0);
        squaresFrom(0, input, offset, length, mean, lanes);
        float inverse = inverseDeviation(sum(lanes, 0), length);
        normaliseFrom(0, input, offset, parameters, scaleOffset, shiftOffset, normalised, output, length, mean,
                inverse);
        return inverse;
    }

    static void sumFrom(int from, float[] input, int offset, int length, float[] lanes) {
        for (int i = from; i < length; i++) {
            lanes[i % LANES] += input[offset + i];
        }
    }

    static void squaresFrom(int from, float[] input, int offset, int length, float mean, float[] lanes) {
        for (int i = from; i < length; i++) {
            float distance = input[offset + i] - mean;
            lanes[i % LANES] = Math.fma(distance, distance, lanes[i % LANES]);
        }
    }

    static float inverseDeviation(float squares, int length) {
        return (float) (1 / Math.sqrt(squares / length + EPSILON));
    }

    static void normaliseFrom(int from, float[] input, int offset, float[] parameters, int scaleOffset,
            int shiftOffset, float[] normalised, float[] output, int length, float mean, float inverse) {
        for (int i = from; i < length; i++) {
            float value = (input[offset + i] - mean) * inverse;
            normalised[offset + i] = value;
            output[offset + i] = Math.fma(value, parameters[scaleOffset + i], parameters[shiftOffset + i]);
        }
    }

    @Override
    public void normaliseGradient(float[] normalised, float[] outputGradient, int offset, float[] parameters,
            int scaleOffset, float inverseDeviation, float[] inputGradient, int length, float[] lanes) {
        Arrays.fill(lanes, 0);
        scaledSumsFrom(0, normalised, outputGradient, offset, parameters, scaleOffset, length, lanes);
        normaliseGradientFrom(0, normalised, outputGradient, offset, parameters, scaleOffset, inverseDeviation,
                inputGradient, length, sum(lanes, 0) / length, sum(lanes, LANES) / length);
    }

    /** Two sums: of the scaled gradients and, in the lanes after it, of their products with the normalised values. */
    static void scaledSumsFrom(int from, float[] normalised, float[] outputGradient, int offset, float[] parameters,
            int scaleOffset, int length, float[] lanes) {
        for (int i = from; i < length; i++) {
            float scaled = outputGradient[offset + i] * parameters[scaleOffset + i];
            lanes[i % LANES] += scaled;
            int product = LANES + i % LANES;
            lanes[product] = Math.fma(scaled, normalised[offset + i], lanes[product]);
        }
    }

    static void normaliseGradientFrom(int from, float[] normalised, float[] outputGradient, int offset,
            float[] parameters, int scaleOffset, float inverse, float[] inputGradient, int length, float mean,
            float product) {
        for (int i = from; i < length; i++) {
            float scaled = outputGradient[offset + i] * parameters[scaleOffset + i];
            inputGradient[offset + i] = Math.fma(normalised[offset + i], -product, scaled - mean) * inverse;
        }
    }

    @Override
    public void multiplyAdd(float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, int length) {
        for (int i = 0; i < length; i++) {
            c[cOffset + i] = Math.fma(a[aOffset + i], b[bOffset + i], c[cOffset + i]);
        }
    }

    @Override
    public void recurrentGates(float[] gates, int gatesOffset, float[] hidden, int hiddenOffset, int width) {
        recurrentGatesFrom(0, gates, gatesOffset, hidden, hiddenOffset, width);
    }

    static void recurrentGatesFrom(int from, float[] gates, int gatesOffset, float[] hidden, int hiddenOffset,
            int width) {
        for (int i = from; i < 2 * width; i++) {
            gates[gatesOffset + i] = FloatMath.sigmoid(gates[gatesOffset + i] + hidden[hiddenOffset + i]);
        }
    }

    @Override
    public void recurrentCandidate(float[] gates, int gatesOffset, float[] hidden, int hiddenOffset, int width) {
        recurrentCandidateFrom(0, gates, gatesOffset, hidden, hiddenOffset, width);
    }

    static void recurrentCandidateFrom(int from, float[] gates, int gatesOffset, float[] hidden, int hiddenOffset,
            int width) {
        for (int i = from; i < width; i++) {
            int place = gatesOffset + i + 2 * width;
            gates[place] = FloatMath
                    .tanh(Math.fma(gates[gatesOffset + i], hidden[hiddenOffset + i + 2 * width], gates[place]));
        }
    }

    @Override
    public void recurrentState(float[] gates, int gatesOffset, float[] previous, int previousOffset, float[] state,
            int stateOffset, int width) {
        recurrentStateFrom(0, gates, gatesOffset, previous, previousOffset, state, stateOffset, width);
    }

    static void recurrentStateFrom(int from, float[] gates, int gatesOffset, float[] previous, int previousOffset,
            float[] state, int stateOffset, int width) {
        for (int i = from; i < width; i++) {
            float candidate = gates[gatesOffset + i + 2 * width];
            state[stateOffset + i] = Math.fma(gates[gatesOffset + i + width], previous[previousOffset + i] - candidate,
                    candidate);
        }
    }

    @Override
    public void recurrentStepGradient(float[] gates, int gatesOffset, float[] hidden, int hiddenOffset,
            float[] previous, int previousOffset, float[] stateGradient, int stateGradientOffset, int width) {
        recurrentStepGradientFrom(0, gates, gatesOffset, hidden, hiddenOffset, previous, previousOffset, stateGradient,
                stateGradientOffset, width);
    }

    static void recurrentStepGradientFrom(int from, float[] gates, int gatesOffset, float[] hidden, int hiddenOffset,
            float[] previous, int previousOffset, float[] stateGradient, int stateGradientOffset, int width) {
        for (int i = from; i < width; i++) {
            int g = gatesOffset + i;
            int h = hiddenOffset + i;
            float reset = gates[g];
            float update = gates[g + width];
            float candidate = gates[g + 2 * width];
            float outer = stateGradient[stateGradientOffset + i];
            float toUpdate = outer * (previous[previousOffset + i] - candidate) * (update * (1 - update));
            float toCandidate = outer * (1 - update) * Math.fma(-candidate, candidate, 1);
            float toReset = toCandidate * hidden[h + 2 * width] * (reset * (1 - reset));
            gates[g] = toReset;
            gates[g + width] = toUpdate;
            gates[g + 2 * width] = toCandidate;
            hidden[h] = toReset;
            hidden[h + width] = toUpdate;
            hidden[h + 2 * width] = toCandidate * reset;
            stateGradient[stateGradientOffset + i] = outer * update;
        }
    }

    /** Sum of {@value #LANES} lanes as a binary tree: the lower plus the upper half, again and again. */
    static float sum(float[] lanes, int offset) {
        return quarter(lanes, offset) + quarter(lanes, offset + 2)
                + (quarter(lanes, offset + 1) + quarter(lanes, offset + 3));
    }

    /** Sum of four lanes, four apart from one another. */
    private static float quarter(float[] lanes, int from) {
        return lanes[from] + lanes[from + 8] + (lanes[from + 4] + lanes[from + 12]);
    }
}
