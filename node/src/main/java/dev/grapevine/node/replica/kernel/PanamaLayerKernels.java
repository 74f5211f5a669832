package dev.grapevine.node.replica.kernel;

import static dev.grapevine.node.replica.kernel.VectorMath.FLOATS;
import static dev.grapevine.node.replica.kernel.VectorMath.constant;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The kernels on the Vector API. What does not fill a vector, or all lanes of a sum, is left to the plain twin. */
public final class PanamaLayerKernels implements LayerKernels {

    private static final int WIDTH = FLOATS.length();
    private static final int WIDTH_MASK = -WIDTH;
    private static final int LANES_MASK = -LANES;

    @Override
    public void gelu(float[] input, float[] output, int length) {
        int i = 0;
        for (int end = length & WIDTH_MASK; i < end; i += WIDTH) {
            FloatVector x = load(input, i);
            FloatVector argument = x.mul(x.mul(x).fma(constant(FloatMath.GELU_B), constant(FloatMath.GELU_A)));
            x.mul(VectorMath.sigmoid(argument)).intoArray(output, i);
        }
        ScalarLayerKernels.geluFrom(i, input, output, length);
    }

    @Override
    public void geluGradient(float[] input, float[] outputGradient, float[] inputGradient, int length) {
        int i = 0;
        for (int end = length & WIDTH_MASK; i < end; i += WIDTH) {
            FloatVector x = load(input, i);
            FloatVector square = x.mul(x);
            FloatVector share = VectorMath
                    .sigmoid(x.mul(square.fma(constant(FloatMath.GELU_B), constant(FloatMath.GELU_A))));
            FloatVector slope = x.mul(square.fma(constant(FloatMath.GELU_3B), constant(FloatMath.GELU_A)));
            FloatVector derivative = share.mul(constant(1).sub(share)).fma(slope, share);
            load(outputGradient, i).mul(derivative).intoArray(inputGradient, i);
        }
        ScalarLayerKernels.geluGradientFrom(i, input, outputGradient, inputGradient, length);
    }

    @Override
    public void softmax(float[] row, int offset, int length) {
        float largest = largest(row, offset, length);
        float[] lanes = new float[LANES];
        int i = 0;
        for (int end = length & LANES_MASK; i < end; i += LANES) {
            for (int lane = 0; lane < LANES; lane += WIDTH) {
                FloatVector share = VectorMath.share(load(row, offset + i + lane).sub(largest));
                share.intoArray(row, offset + i + lane);
                load(lanes, lane).add(share).intoArray(lanes, lane);
            }
        }
        ScalarLayerKernels.sharesFrom(i, row, offset, length, largest, lanes);
        float factor = 1 / ScalarLayerKernels.sum(lanes);
        i = 0;
        for (int end = length & WIDTH_MASK; i < end; i += WIDTH) {
            load(row, offset + i).mul(factor).intoArray(row, offset + i);
        }
        ScalarLayerKernels.scaleFrom(i, row, offset, length, factor);
    }

    /** In any order, since nothing is rounded; NaN never wins. */
    private static float largest(float[] row, int offset, int length) {
        FloatVector vector = constant(Float.NEGATIVE_INFINITY);
        int i = 0;
        for (int end = length & WIDTH_MASK; i < end; i += WIDTH) {
            FloatVector next = load(row, offset + i);
            vector = vector.blend(next, next.compare(VectorOperators.GT, vector));
        }
        float largest = vector.reduceLanes(VectorOperators.MAX);
        for (; i < length; i++) {
            largest = row[offset + i] > largest ? row[offset + i] : largest;
        }
        return largest;
    }

    @Override
    public void softmaxGradient(float[] shares, int sharesOffset, float[] gradient, int gradientOffset, int length,
            float factor) {
        float[] lanes = new float[LANES];
        int i = 0;
        for (int end = length & LANES_MASK; i < end; i += LANES) {
            for (int lane = 0; lane < LANES; lane += WIDTH) {
                load(shares, sharesOffset + i + lane).fma(load(gradient, gradientOffset + i + lane), load(lanes, lane))
                        .intoArray(lanes, lane);
            }
        }
        ScalarLayerKernels.dotFrom(i, shares, sharesOffset, gradient, gradientOffset, length, lanes);
        float mean = ScalarLayerKernels.sum(lanes);
        i = 0;
        for (int end = length & WIDTH_MASK; i < end; i += WIDTH) {
            load(shares, sharesOffset + i).mul(load(gradient, gradientOffset + i).sub(mean)).mul(factor)
                    .intoArray(gradient, gradientOffset + i);
        }
        ScalarLayerKernels.softmaxGradientFrom(i, shares, sharesOffset, gradient, gradientOffset, length, mean, factor);
    }

    @Override
    public float normalise(float[] input, int offset, float[] parameters, int scaleOffset, int shiftOffset,
            float[] normalised, float[] output, int length) {
        float mean = sum(input, offset, length) / length;
        float inverse = ScalarLayerKernels.inverseDeviation(squares(input, offset, length, mean), length);
        int i = 0;
        for (int end = length & WIDTH_MASK; i < end; i += WIDTH) {
            FloatVector value = load(input, offset + i).sub(mean).mul(inverse);
            value.intoArray(normalised, offset + i);
            value.fma(load(parameters, scaleOffset + i), load(parameters, shiftOffset + i))
                    .intoArray(output, offset + i);
        }
        ScalarLayerKernels.normaliseFrom(i, input, offset, parameters, scaleOffset, shiftOffset, normalised, output,
                length, mean, inverse);
        return inverse;
    }

    private static float sum(float[] input, int offset, int length) {
        float[] lanes = new float[LANES];
        int i = 0;
        for (int end = length & LANES_MASK; i < end; i += LANES) {
            for (int lane = 0; lane < LANES; lane += WIDTH) {
                load(lanes, lane).add(load(input, offset + i + lane)).intoArray(lanes, lane);
            }
        }
        ScalarLayerKernels.sumFrom(i, input, offset, length, lanes);
        return ScalarLayerKernels.sum(lanes);
    }

    private static float squares(float[] input, int offset, int length, float mean) {
        float[] lanes = new float[LANES];
        int i = 0;
        for (int end = length & LANES_MASK; i < end; i += LANES) {
            for (int lane = 0; lane < LANES; lane += WIDTH) {
                FloatVector distance = load(input, offset + i + lane).sub(mean);
                distance.fma(distance, load(lanes, lane)).intoArray(lanes, lane);
            }
        }
        ScalarLayerKernels.squaresFrom(i, input, offset, length, mean, lanes);
        return ScalarLayerKernels.sum(lanes);
    }

    @Override
    public void normaliseGradient(float[] normalised, float[] outputGradient, int offset, float[] parameters,
            int scaleOffset, float inverseDeviation, float[] inputGradient, int length) {
        float[] lanes = new float[LANES];
        float[] products = new float[LANES];
        int i = 0;
        for (int end = length & LANES_MASK; i < end; i += LANES) {
            for (int lane = 0; lane < LANES; lane += WIDTH) {
                int place = i + lane;
                FloatVector scaled = load(outputGradient, offset + place).mul(load(parameters, scaleOffset + place));
                load(lanes, lane).add(scaled).intoArray(lanes, lane);
                scaled.fma(load(normalised, offset + place), load(products, lane)).intoArray(products, lane);
            }
        }
        ScalarLayerKernels.scaledSumsFrom(i, normalised, outputGradient, offset, parameters, scaleOffset, length, lanes,
                products);
        float mean = ScalarLayerKernels.sum(lanes) / length;
        float product = ScalarLayerKernels.sum(products) / length;
        i = 0;
        for (int end = length & WIDTH_MASK; i < end; i += WIDTH) {
            FloatVector scaled = load(outputGradient, offset + i).mul(load(parameters, scaleOffset + i));
            load(normalised, offset + i).fma(constant(-product), scaled.sub(mean)).mul(inverseDeviation)
                    .intoArray(inputGradient, offset + i);
        }
        ScalarLayerKernels.normaliseGradientFrom(i, normalised, outputGradient, offset, parameters, scaleOffset,
                inverseDeviation, inputGradient, length, mean, product);
    }

    @Override
    public void multiplyAdd(float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, int length) {
        int i = 0;
        for (int end = length & WIDTH_MASK; i < end; i += WIDTH) {
            load(a, aOffset + i).fma(load(b, bOffset + i), load(c, cOffset + i)).intoArray(c, cOffset + i);
        }
        for (; i < length; i++) {
            c[cOffset + i] = Math.fma(a[aOffset + i], b[bOffset + i], c[cOffset + i]);
        }
    }

    @Override
    public void recurrentStep(float[] gates, int gatesOffset, float[] hidden, int hiddenOffset, float[] previous,
            int previousOffset, float[] state, int stateOffset, int width) {
        int i = 0;
        for (int end = width & WIDTH_MASK; i < end; i += WIDTH) {
            int g = gatesOffset + i;
            int h = hiddenOffset + i;
            FloatVector reset = VectorMath.sigmoid(load(gates, g).add(load(hidden, h)));
            FloatVector update = VectorMath.sigmoid(load(gates, g + width).add(load(hidden, h + width)));
            FloatVector candidate = VectorMath
                    .tanh(reset.fma(load(hidden, h + 2 * width), load(gates, g + 2 * width)));
            reset.intoArray(gates, g);
            update.intoArray(gates, g + width);
            candidate.intoArray(gates, g + 2 * width);
            update.fma(load(previous, previousOffset + i).sub(candidate), candidate).intoArray(state, stateOffset + i);
        }
        ScalarLayerKernels.recurrentStepFrom(i, gates, gatesOffset, hidden, hiddenOffset, previous, previousOffset,
                state, stateOffset, width);
    }

    @Override
    public void recurrentStepGradient(float[] gates, int gatesOffset, float[] hidden, int hiddenOffset,
            float[] previous, int previousOffset, float[] stateGradient, int stateGradientOffset, int width) {
        FloatVector one = constant(1);
        int i = 0;
        for (int end = width & WIDTH_MASK; i < end; i += WIDTH) {
            int g = gatesOffset + i;
            int h = hiddenOffset + i;
            FloatVector reset = load(gates, g);
            FloatVector update = load(gates, g + width);
            FloatVector candidate = load(gates, g + 2 * width);
            FloatVector outer = load(stateGradient, stateGradientOffset + i);
            FloatVector toUpdate = outer.mul(load(previous, previousOffset + i).sub(candidate))
                    .mul(update.mul(one.sub(update)));
            FloatVector toCandidate = outer.mul(one.sub(update)).mul(candidate.neg().fma(candidate, one));
            FloatVector toReset = toCandidate.mul(load(hidden, h + 2 * width)).mul(reset.mul(one.sub(reset)));
            toReset.intoArray(gates, g);
            toUpdate.intoArray(gates, g + width);
            toCandidate.intoArray(gates, g + 2 * width);
            toReset.intoArray(hidden, h);
            toUpdate.intoArray(hidden, h + width);
            toCandidate.mul(reset).intoArray(hidden, h + 2 * width);
            outer.mul(update).intoArray(stateGradient, stateGradientOffset + i);
        }
        ScalarLayerKernels.recurrentStepGradientFrom(i, gates, gatesOffset, hidden, hiddenOffset, previous,
                previousOffset, stateGradient, stateGradientOffset, width);
    }

    private static FloatVector load(float[] array, int index) {
        return FloatVector.fromArray(FLOATS, array, index);
    }
}
