package dev.grapevine.node.replica.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * Calls every layer kernel once on arrays of random numbers.
 *
 * @param offset of rows within their arrays
 */
record LayerKernelInput(int length, int offset, boolean special, long seed) {

    /** Sizes around the widths of vectors and the number of lanes. */
    static final int[] EDGE_SIZES = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 48, 64, 65, 100};

    private static final float[] SPECIAL = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f,
            Float.MIN_VALUE, -Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE, 1f, -60f, Math.nextDown(-60f), 40f,
            -87f, 88f, 100f, -1e-20f};

    /** The kernels by name; each changes some of five arrays. */
    static final List<Call> CALLS = List.of(
            new Call("gelu", (kernels, a) -> kernels.gelu(a.row(0), a.row(1), a.length())),
            new Call("geluGradient", (kernels, a) -> kernels.geluGradient(a.row(0), a.row(1), a.row(2), a.length())),
            new Call("softmax", (kernels, a) -> kernels.softmax(a.row(0), a.offset(), a.length(), lanes())),
            new Call("softmaxGradient", (kernels, a) -> kernels.softmaxGradient(a.row(0), a.offset(), a.row(1),
                    a.offset() / 2, a.length(), 0.3f, lanes())),
            new Call("normalise", (kernels, a) -> a.row(4)[0] = kernels.normalise(a.row(0), a.offset(), a.row(1), 0,
                    a.offset(), a.row(2), a.row(3), a.length(), lanes())),
            new Call("normaliseGradient", (kernels, a) -> kernels.normaliseGradient(a.row(0), a.row(1), a.offset(),
                    a.row(2), 1, 0.7f, a.row(3), a.length(), lanes())),
            new Call("multiplyAdd", (kernels, a) -> kernels.multiplyAdd(a.row(0), a.offset(), a.row(1), 1, a.row(2), 0,
                    a.length())),
            new Call("recurrentGates", (kernels, a) -> kernels.recurrentGates(a.row(0), a.offset(), a.row(1), 1,
                    a.length())),
            new Call("recurrentCandidate", (kernels, a) -> kernels.recurrentCandidate(a.row(0), a.offset(), a.row(1),
                    1, a.length())),
            new Call("recurrentState", (kernels, a) -> kernels.recurrentState(a.row(0), a.offset(), a.row(2), 0,
                    a.row(2), a.length(), a.length())),
            new Call("recurrentStepGradient", (kernels, a) -> kernels.recurrentStepGradient(a.row(0), a.offset(),
                    a.row(1), 1, a.row(2), 0, a.row(3), a.offset(), a.length())));

    /** Lanes with values of an earlier kernel, which must have no effect. */
    private static float[] lanes() {
        float[] lanes = new float[LayerKernels.LANES_AT_ONCE];
        Arrays.fill(lanes, Float.NaN);
        return lanes;
    }

    record Call(String name, BiConsumer<LayerKernels, Rows> kernel) {}

    /** Arrays of a call, all long enough for three rows. */
    record Rows(float[][] rows, int offset, int length) {
        float[] row(int number) {
            return rows[number];
        }
    }

    /** Bits of all arrays after the call. */
    int[] result(Call call, LayerKernels kernels) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] rows = new float[5][3 * length + offset + 1];
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = special && random.nextInt(8) == 0
                        ? SPECIAL[random.nextInt(SPECIAL.length)]
                        : (float) random.nextDouble(-4, 4);
            }
        }
        call.kernel.accept(kernels, new Rows(rows, offset, length));
        return Arrays.stream(rows).flatMapToInt(row -> IntStream.range(0, row.length)
                .map(i -> Float.floatToIntBits(row[i]))).toArray();
    }
}
