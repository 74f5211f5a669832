package dev.grapevine.node.replica.kernel;

import java.util.Objects;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Vectors run over the channels, so that the four values of a block are in four vectors. */
public final class PanamaPoolingKernels implements PoolingKernels {

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

    @Override
    public void maximum(float[] input, int inputOffset, int height, int width, int channels, float[] output,
            int outputOffset) {
        check(input, inputOffset, height, width, channels, output, outputOffset);
        for (int first = 0; first < channels; first += FLOATS.length()) {
            VectorMask<Float> mask = FLOATS.indexInRange(first, channels);
            int to = outputOffset + first;
            for (int y = 0; y + 2 <= height; y += 2) {
                int at = inputOffset + y * width * channels + first;
                for (int x = 0; x + 2 <= width; x += 2) {
                    FloatVector upper = greater(load(input, at, mask), load(input, at + channels, mask));
                    int below = at + width * channels;
                    FloatVector three = greater(upper, load(input, below, mask));
                    greater(three, load(input, below + channels, mask)).intoArray(output, to, mask);
                    at += 2 * channels;
                    to += channels;
                }
            }
        }
    }

    private static FloatVector greater(FloatVector first, FloatVector second) {
        return first.blend(second, second.compare(VectorOperators.GT, first));
    }

    @Override
    public void gradient(float[] input, int inputOffset, int height, int width, int channels, float[] output,
            float[] outputGradient, int outputOffset, float[] inputGradient) {
        check(input, inputOffset, height, width, channels, output, outputOffset);
        check(inputGradient, inputOffset, height, width, channels, outputGradient, outputOffset);
        for (int first = 0; first < channels; first += FLOATS.length()) {
            VectorMask<Float> mask = FLOATS.indexInRange(first, channels);
            int from = outputOffset + first;
            for (int y = 0; y + 2 <= height; y += 2) {
                int at = inputOffset + y * width * channels + first;
                for (int x = 0; x + 2 <= width; x += 2) {
                    int below = at + width * channels;
                    FloatVector greatest = load(output, from, mask);
                    FloatVector all = load(outputGradient, from, mask);
                    FloatVector left = take(all, load(input, at, mask), greatest, inputGradient, at, mask);
                    left = take(left, load(input, at + channels, mask), greatest, inputGradient, at + channels, mask);
                    left = take(left, load(input, below, mask), greatest, inputGradient, below, mask);
                    take(left, load(input, below + channels, mask), greatest, inputGradient, below + channels, mask);
                    at += 2 * channels;
                    from += channels;
                }
            }
        }
    }

    /** Passes the gradient to the values that are the maximum, and returns the gradient for the other values. */
    private static FloatVector take(FloatVector left, FloatVector values, FloatVector greatest, float[] inputGradient,
            int at, VectorMask<Float> mask) {
        VectorMask<Float> equal = values.compare(VectorOperators.EQ, greatest);
        FloatVector zero = FloatVector.zero(FLOATS);
        zero.blend(left, equal).intoArray(inputGradient, at, mask);
        return left.blend(zero, equal);
    }

    private static void check(float[] large, int largeOffset, int height, int width, int channels, float[] small,
            int smallOffset) {
        Objects.checkFromIndexSize(largeOffset, height * width * channels, large.length);
        Objects.checkFromIndexSize(smallOffset, (height / 2) * (width / 2) * channels, small.length);
    }

    private static FloatVector load(float[] array, int index, VectorMask<Float> mask) {
        return FloatVector.fromArray(FLOATS, array, index, mask);
    }
}
