package dev.grapevine.consensus.kernel;

import java.util.Objects;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels on the Vector API, at whatever width the hardware prefers. Tails are done under a mask or by the plain
 * loop; either way each element sees the same operations as in {@link ScalarKernels}.
 */
public final class PanamaKernels implements Kernels {

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());
    /**
     * The species with as many shorts as {@link #FLOATS} has floats; null on 64-bit hardware, where no such species
     * exists.
     */
    private static final VectorSpecies<Short> SHORTS = shortsOfHalfWidth();
    private static final int WIDTH = FLOATS.length();
    /** Rounds a length down to whole vectors. */
    private static final int WIDTH_MASK = -WIDTH;

    @Override
    public double dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
        Objects.checkFromIndexSize(aOffset, length, a.length);
        Objects.checkFromIndexSize(bOffset, length, b.length);
        return switch (WIDTH) {
            case 16 -> dot512(a, aOffset, b, bOffset, length);
            case 8 -> dot256(a, aOffset, b, bOffset, length);
            default -> dotAnyWidth(a, aOffset, b, bOffset, length);
        };
    }

    /** Four accumulators of 16 lanes. */
    private static double dot512(float[] a, int aOffset, float[] b, int bOffset, int length) {
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = FloatVector.zero(FLOATS);
        FloatVector sum2 = FloatVector.zero(FLOATS);
        FloatVector sum3 = FloatVector.zero(FLOATS);
        int i = 0;
        for (int end = length & -LANES; i < end; i += LANES) {
            sum0 = load(a, aOffset + i).fma(load(b, bOffset + i), sum0);
            sum1 = load(a, aOffset + i + 16).fma(load(b, bOffset + i + 16), sum1);
            sum2 = load(a, aOffset + i + 32).fma(load(b, bOffset + i + 32), sum2);
            sum3 = load(a, aOffset + i + 48).fma(load(b, bOffset + i + 48), sum3);
        }
        float[] lanes = new float[LANES];
        sum0.intoArray(lanes, 0);
        sum1.intoArray(lanes, 16);
        sum2.intoArray(lanes, 32);
        sum3.intoArray(lanes, 48);
        return finishDot(lanes, i, a, aOffset, b, bOffset, length);
    }

    /** Eight accumulators of 8 lanes. */
    private static double dot256(float[] a, int aOffset, float[] b, int bOffset, int length) {
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = FloatVector.zero(FLOATS);
        FloatVector sum2 = FloatVector.zero(FLOATS);
        FloatVector sum3 = FloatVector.zero(FLOATS);
        FloatVector sum4 = FloatVector.zero(FLOATS);
        FloatVector sum5 = FloatVector.zero(FLOATS);
        FloatVector sum6 = FloatVector.zero(FLOATS);
        FloatVector sum7 = FloatVector.zero(FLOATS);
        int i = 0;
        for (int end = length & -LANES; i < end; i += LANES) {
            sum0 = load(a, aOffset + i).fma(load(b, bOffset + i), sum0);
            sum1 = load(a, aOffset + i + 8).fma(load(b, bOffset + i + 8), sum1);
            sum2 = load(a, aOffset + i + 16).fma(load(b, bOffset + i + 16), sum2);
            sum3 = load(a, aOffset + i + 24).fma(load(b, bOffset + i + 24), sum3);
            sum4 = load(a, aOffset + i + 32).fma(load(b, bOffset + i + 32), sum4);
            sum5 = load(a, aOffset + i + 40).fma(load(b, bOffset + i + 40), sum5);
            sum6 = load(a, aOffset + i + 48).fma(load(b, bOffset + i + 48), sum6);
            sum7 = load(a, aOffset + i + 56).fma(load(b, bOffset + i + 56), sum7);
        }
        float[] lanes = new float[LANES];
        sum0.intoArray(lanes, 0);
        sum1.intoArray(lanes, 8);
        sum2.intoArray(lanes, 16);
        sum3.intoArray(lanes, 24);
        sum4.intoArray(lanes, 32);
        sum5.intoArray(lanes, 40);
        sum6.intoArray(lanes, 48);
        sum7.intoArray(lanes, 56);
        return finishDot(lanes, i, a, aOffset, b, bOffset, length);
    }

    /** The lanes stay in an array: right for narrow hardware, whose registers would not hold them anyway. */
    private static double dotAnyWidth(float[] a, int aOffset, float[] b, int bOffset, int length) {
        float[] lanes = new float[LANES];
        int i = 0;
        for (int end = length & -LANES; i < end; i += LANES) {
            for (int lane = 0; lane < LANES; lane += WIDTH) {
                load(a, aOffset + i + lane).fma(load(b, bOffset + i + lane), load(lanes, lane)).intoArray(lanes, lane);
            }
        }
        return finishDot(lanes, i, a, aOffset, b, bOffset, length);
    }

    private static double finishDot(float[] lanes, int from, float[] a, int aOffset, float[] b, int bOffset,
            int length) {
        for (int i = from, lane = 0; i < length; i++, lane++) {
            lanes[lane] = Math.fma(a[aOffset + i], b[bOffset + i], lanes[lane]);
        }
        return ScalarKernels.addInOrder(lanes);
    }

    @Override
    public void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int length) {
        Objects.checkFromIndexSize(xOffset, length, x.length);
        Objects.checkFromIndexSize(yOffset, length, y.length);
        int i = 0;
        for (int end = length & WIDTH_MASK; i < end; i += WIDTH) {
            load(y, yOffset + i).add(load(x, xOffset + i).mul(alpha)).intoArray(y, yOffset + i);
        }
        for (; i < length; i++) {
            y[yOffset + i] += alpha * x[xOffset + i];
        }
    }

    @Override
    public void scale(float alpha, float[] x, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, x.length);
        int i = 0;
        for (int end = length & WIDTH_MASK; i < end; i += WIDTH) {
            load(x, offset + i).mul(alpha).intoArray(x, offset + i);
        }
        for (; i < length; i++) {
            x[offset + i] *= alpha;
        }
    }

    @Override
    public double sumOfSquares(float[] x, int offset, int length) {
        return dot(x, offset, x, offset, length);
    }

    @Override
    public double squaredDistance(float[] a, int aOffset, float[] b, int bOffset, int length) {
        Objects.checkFromIndexSize(aOffset, length, a.length);
        Objects.checkFromIndexSize(bOffset, length, b.length);
        float[] lanes = new float[LANES];
        int i = 0;
        for (int end = length & -LANES; i < end; i += LANES) {
            for (int lane = 0; lane < LANES; lane += WIDTH) {
                FloatVector difference = load(a, aOffset + i + lane).sub(load(b, bOffset + i + lane));
                difference.fma(difference, load(lanes, lane)).intoArray(lanes, lane);
            }
        }
        for (int lane = 0; i < length; i++, lane++) {
            float difference = a[aOffset + i] - b[bOffset + i];
            lanes[lane] = Math.fma(difference, difference, lanes[lane]);
        }
        return ScalarKernels.addInOrder(lanes);
    }

    @Override
    public float maxAbsoluteDifference(float[] a, int aOffset, float[] b, int bOffset, int length) {
        Objects.checkFromIndexSize(aOffset, length, a.length);
        Objects.checkFromIndexSize(bOffset, length, b.length);
        FloatVector largest = FloatVector.zero(FLOATS);
        for (int i = 0; i < length; i += WIDTH) {
            VectorMask<Float> mask = FLOATS.indexInRange(i, length);
            FloatVector difference = FloatVector.fromArray(FLOATS, a, aOffset + i, mask)
                    .sub(FloatVector.fromArray(FLOATS, b, bOffset + i, mask)).abs();
            largest = largest.blend(difference, difference.compare(VectorOperators.GT, largest));
        }
        // No rounding and no NaN in here, so the order of this reduction cannot show.
        return largest.reduceLanes(VectorOperators.MAX);
    }

    @Override
    public void decayTowards(float[] x, int xOffset, float decay, float[] mean, int meanOffset, int length) {
        Objects.checkFromIndexSize(xOffset, length, x.length);
        Objects.checkFromIndexSize(meanOffset, length, mean.length);
        float rest = 1 - decay;
        int i = 0;
        for (int end = length & WIDTH_MASK; i < end; i += WIDTH) {
            load(mean, meanOffset + i).mul(decay).add(load(x, xOffset + i).mul(rest)).intoArray(mean, meanOffset + i);
        }
        for (; i < length; i++) {
            mean[meanOffset + i] = decay * mean[meanOffset + i] + rest * x[xOffset + i];
        }
    }

    @Override
    public void toBfloat16(float[] source, int sourceOffset, short[] target, int targetOffset, int length) {
        Objects.checkFromIndexSize(sourceOffset, length, source.length);
        Objects.checkFromIndexSize(targetOffset, length, target.length);
        int i = 0;
        if (SHORTS != null) {
            for (int end = length & WIDTH_MASK; i < end; i += WIDTH) {
                IntVector bits = load(source, sourceOffset + i).viewAsIntegralLanes().reinterpretAsInts();
                VectorMask<Integer> isNaN = bits.and(0x7fff_ffff).compare(VectorOperators.GT, 0x7f80_0000);
                IntVector rounded = PanamaBfloat16Kernels.rounded(bits).lanewise(VectorOperators.LSHR, 16);
                IntVector chosen = rounded.blend(bits.lanewise(VectorOperators.LSHR, 16).or(0x40), isNaN);
                ((ShortVector) chosen.convertShape(VectorOperators.I2S, SHORTS, 0)).intoArray(target, targetOffset + i);
            }
        }
        PLAIN.toBfloat16(source, sourceOffset + i, target, targetOffset + i, length - i);
    }

    @Override
    public void fromBfloat16(short[] source, int sourceOffset, float[] target, int targetOffset, int length) {
        Objects.checkFromIndexSize(sourceOffset, length, source.length);
        Objects.checkFromIndexSize(targetOffset, length, target.length);
        int i = 0;
        if (SHORTS != null) {
            for (int end = length & WIDTH_MASK; i < end; i += WIDTH) {
                IntVector bits = (IntVector) ShortVector.fromArray(SHORTS, source, sourceOffset + i)
                        .convertShape(VectorOperators.S2I, INTS, 0);
                bits.lanewise(VectorOperators.LSHL, 16).viewAsFloatingLanes().intoArray(target, targetOffset + i);
            }
        }
        PLAIN.fromBfloat16(source, sourceOffset + i, target, targetOffset + i, length - i);
    }

    @Override
    public void toFloats(int[] source, int sourceOffset, float factor, float[] target, int targetOffset, int length) {
        Objects.checkFromIndexSize(sourceOffset, length, source.length);
        Objects.checkFromIndexSize(targetOffset, length, target.length);
        int i = 0;
        for (int end = length & WIDTH_MASK; i < end; i += WIDTH) {
            FloatVector values = (FloatVector) IntVector.fromArray(INTS, source, sourceOffset + i)
                    .convert(VectorOperators.I2F, 0);
            values.mul(factor).intoArray(target, targetOffset + i);
        }
        for (; i < length; i++) {
            target[targetOffset + i] = source[sourceOffset + i] * factor;
        }
    }

    private static final ScalarKernels PLAIN = new ScalarKernels();

    private static FloatVector load(float[] array, int index) {
        return FloatVector.fromArray(FLOATS, array, index);
    }

    private static VectorSpecies<Short> shortsOfHalfWidth() {
        return switch (FLOATS.length()) {
            case 16 -> ShortVector.SPECIES_256;
            case 8 -> ShortVector.SPECIES_128;
            case 4 -> ShortVector.SPECIES_64;
            default -> null;
        };
    }
}
