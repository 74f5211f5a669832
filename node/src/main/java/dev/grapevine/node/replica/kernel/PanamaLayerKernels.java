package dev.grapevine.node.replica.kernel;

import static dev.grapevine.node.replica.kernel.VectorMath.FLOATS;
import static dev.grapevine.node.replica.kernel.VectorMath.constant;

import java.util.Arrays;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Kernels on the Vector API. The scalar implementation handles the elements that do not fill a vector or all lanes of a
 * sum.
 */
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
    public void softmax(float[] row, int offset, int length, float[] lanes) {
        float largest = largest(row, offset, length);
        Arrays.fill(lanes, 0);
        int i = 0;
        for (int end = length & LANES_MASK; i < end; i += LANES) {
            for (int lane = 0; lane < LANES; lane += WIDTH) {
                FloatVector share = VectorMath.share(load(row, offset + i + lane).sub(largest));
                share.intoArray(row, offset + i + lane);
                load(lanes, lane).add(share).intoArray(lanes, lane);
            }
        }
        ScalarLayerKernels.sharesFrom(i, row, offset, length, largest, lanes);
        float factor = 1 / ScalarLayerKernels.sum(lanes, 0);
        i = 0;
        for (int end = length & WIDTH_MASK; i < end; i += WIDTH) {
            load(row, offset + i).mul(factor).intoArray(row, offset + i);
        }
        ScalarLayerKernels.scaleFrom(i, row, offset, length, factor);
    }

    /** Maximum of a row. The order does not matter, because nothing is rounded; NaN is ignored. */
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
            float factor, float[] lanes) {
        Arrays.fill(lanes, 0);
        int i = 0;
        for (int end = length & LANES_MASK; i < end; i += LANES) {
            for (int lane = 0; lane < LANES; lane += WIDTH) {
                load(shares, sharesOffset + i + lane).fma(load(gradient, gradientOffset + i + lane), load(lanes, lane))
                        .intoArray(lanes, lane);
            }
        }
        ScalarLayerKernels.dotFrom(i, shares, sharesOffset, gradient, gradientOffset, length, lanes);
        float mean = ScalarLayerKernels.sum(lanes, 0);
        i = 0;
        for (int end = length & WIDTH_MASK; i < end; i += WIDTH) {
            load(shares, sharesOffset + i).mul(load(gradient, gradientOffset + i).sub(mean)).mul(factor)
                    .intoArray(gradient, gradientOffset + i);
        }
        ScalarLayerKernels.softmaxGradientFrom(i, shares, sharesOffset, gradient, gradientOffset, length, mean, factor);
    }

    @Override
    public float normalise(float[] input, int offset, float[] parameters, int scaleOffset, int shiftOffset,
            float[] normalised, float[] output, int length, float[] lanes) {
        float mean = sum(input, offset, length, lanes) / length;
        float inverse = ScalarLayerKernels.inverseDeviation(squares(input, offset, length, mean, lanes), length);
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

    private static float sum(float[] input, int offset, int length, float[] lanes) {
        Arrays.fill(lanes, 0);
        int i = 0;
        for (int end = length & LANES_MASK; i < end; i += LANES) {
            for (int lane = 0; lane < LANES; lane += WIDTH) {
                load(lanes, lane).add(load(input, offset + i + lane)).intoArray(lanes, lane);
            }
        }
        ScalarLayerKernels.sumFrom(i, input, offset, length, lanes);
        return ScalarLayerKernels.sum(lanes, 0);
    }

    private static float squares(float[] input, int offset, int length, float mean, float[] lanes) {
        Arrays.fill(lanes, 0);
        int i = 0;
        for (int end = length & LANES_MASK; i < end; i += LANES) {
            for (int lane = 0; lane < LANES; lane += WIDTH) {
                FloatVector distance = load(input, offset + i + lane).sub(mean);
                distance.fma(distance, load(lanes, lane)).intoArray(lanes, lane);
            }
        }
        ScalarLayerKernels.squaresFrom(i, input, offset, length, mean, lanes);
        return ScalarLayerKernels.sum(lanes, 0);
    }

    @Override
    public void normaliseGradient(float[] normalised, float[] outputGradient, int offset, float[] parameters,
            int scaleOffset, float inverseDeviation, float[] inputGradient, int length, float[] lanes) {
        Arrays.fill(lanes, 0);
        int i = 0;
        for (int end = length & LANES_MASK; i < end; i += LANES) {
            for (int lane = 0; lane < LANES; lane += WIDTH) {
                int place = i + lane;
                FloatVector scaled = load(outputGradient, offset + place).mul(load(parameters, scaleOffset + place));
                load(lanes, lane).add(scaled).intoArray(lanes, lane);
                scaled.fma(load(normalised, offset + place), load(lanes, LANES + lane)).intoArray(lanes, LANES + lane);
            }
        }
        ScalarLayerKernels.scaledSumsFrom(i, normalised, outputGradient, offset, parameters, scaleOffset, length,
                lanes);
        float mean = ScalarLayerKernels.sum(lanes, 0) / length;
        float product = ScalarLayerKernels.sum(lanes, LANES) / length;
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
    public void recurrentGates(float[] gates, int gatesOffset, float[] hidden, int hiddenOffset, int width) {
        int i = 0;
        for (int end = 2 * width & WIDTH_MASK; i < end; i += WIDTH) {
            VectorMath.sigmoid(load(gates, gatesOffset + i).add(load(hidden, hiddenOffset + i)))
                    .intoArray(gates, gatesOffset + i);
        }
        ScalarLayerKernels.recurrentGatesFrom(i, gates, gatesOffset, hidden, hiddenOffset, width);
    }

    @Override
    public void recurrentCandidate(float[] gates, int gatesOffset, float[] hidden, int hiddenOffset, int width) {
        int i = 0;
        for (int end = width & WIDTH_MASK; i < end; i += WIDTH) {
            int place = gatesOffset + i + 2 * width;
            VectorMath.tanh(load(gates, gatesOffset + i).fma(load(hidden, hiddenOffset + i + 2 * width),
                    load(gates, place))).intoArray(gates, place);
        }
        ScalarLayerKernels.recurrentCandidateFrom(i, gates, gatesOffset, hidden, hiddenOffset, width);
    }

    @Override
    public void recurrentState(float[] gates, int gatesOffset, float[] previous, int previousOffset, float[] state,
            int stateOffset, int width) {
        int i = 0;
        for (int end = width & WIDTH_MASK; i < end; i += WIDTH) {
            FloatVector candidate = load(gates, gatesOffset + i + 2 * width);
            load(gates, gatesOffset + i + width).fma(load(previous, previousOffset + i).sub(candidate), candidate)
                    .intoArray(state, stateOffset + i);
        }
        ScalarLayerKernels.recurrentStateFrom(i, gates, gatesOffset, previous, previousOffset, state, stateOffset,
                width);
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
