package dev.grapevine.consensus.kernel;

import java.util.Objects;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Vectors of up to {@value BlockKernels#LANES} lanes; tails are left to {@link ScalarBlockKernels}. */
final class PanamaBlockKernels implements BlockKernels {

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED.length() > LANES
            ? FloatVector.SPECIES_512
            : FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());
    private static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, FLOATS.vectorShape());
    private static final int WIDTH = FLOATS.length();
    private static final int HALF = DOUBLES.length();
    /** The species with as many bytes as {@link #FLOATS} has floats; null on hardware of less than 256 bits. */
    private static final VectorSpecies<Byte> BYTES = WIDTH < 8
            ? null
            : VectorSpecies.of(byte.class, VectorShape.forBitSize(WIDTH * Byte.SIZE));
    private static final ScalarBlockKernels PLAIN = new ScalarBlockKernels();

    @Override
    public int largestMagnitudeBits(float[] values, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, values.length);
        IntVector largest = IntVector.zero(INTS);
        int whole = length & -WIDTH;
        for (int i = 0; i < whole; i += WIDTH) {
            largest = largest.max(magnitudeBits(values, offset + i));
        }
        return Math.max(largest.reduceLanes(VectorOperators.MAX),
                PLAIN.largestMagnitudeBits(values, offset + whole, length - whole));
    }

    @Override
    public int countFrom(float[] values, int offset, int length, int magnitudeBits) {
        Objects.checkFromIndexSize(offset, length, values.length);
        IntVector below0 = IntVector.zero(INTS);
        IntVector below1 = IntVector.zero(INTS);
        int whole = length & -2 * WIDTH;
        for (int i = 0; i < whole; i += 2 * WIDTH) {
            // The sign of the difference says which is smaller: neither has the highest bit.
            below0 = below0.add(magnitudeBits(values, offset + i).sub(magnitudeBits)
                    .lanewise(VectorOperators.LSHR, Integer.SIZE - 1));
            below1 = below1.add(magnitudeBits(values, offset + i + WIDTH).sub(magnitudeBits)
                    .lanewise(VectorOperators.LSHR, Integer.SIZE - 1));
        }
        return whole - below0.add(below1).reduceLanes(VectorOperators.ADD)
                + PLAIN.countFrom(values, offset + whole, length - whole, magnitudeBits);
    }

    @Override
    public int nextFrom(float[] values, int offset, int from, int length, int magnitudeBits) {
        Objects.checkFromIndexSize(offset, length, values.length);
        int i = from;
        for (; i <= length - WIDTH; i += WIDTH) {
            VectorMask<Integer> found = magnitudeBits(values, offset + i).compare(VectorOperators.GE, magnitudeBits);
            if (found.anyTrue()) {
                return i + found.firstTrue();
            }
        }
        return PLAIN.nextFrom(values, offset, i, length, magnitudeBits);
    }

    @Override
    public int largestMagnitude(int[] units, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, units.length);
        IntVector largest = IntVector.zero(INTS);
        int whole = length & -WIDTH;
        for (int i = 0; i < whole; i += WIDTH) {
            largest = largest.max(IntVector.fromArray(INTS, units, offset + i).abs());
        }
        return Math.max(largest.reduceLanes(VectorOperators.MAX),
                PLAIN.largestMagnitude(units, offset + whole, length - whole));
    }

    @Override
    public int countFrom(int[] units, int offset, int length, int magnitude) {
        Objects.checkFromIndexSize(offset, length, units.length);
        IntVector below0 = IntVector.zero(INTS);
        IntVector below1 = IntVector.zero(INTS);
        int whole = length & -2 * WIDTH;
        for (int i = 0; i < whole; i += 2 * WIDTH) {
            // The sign of the difference says which is smaller: neither has the highest bit.
            below0 = below0.add(IntVector.fromArray(INTS, units, offset + i).abs().sub(magnitude)
                    .lanewise(VectorOperators.LSHR, Integer.SIZE - 1));
            below1 = below1.add(IntVector.fromArray(INTS, units, offset + i + WIDTH).abs().sub(magnitude)
                    .lanewise(VectorOperators.LSHR, Integer.SIZE - 1));
        }
        return whole - below0.add(below1).reduceLanes(VectorOperators.ADD)
                + PLAIN.countFrom(units, offset + whole, length - whole, magnitude);
    }

    @Override
    public int nextFrom(int[] units, int offset, int from, int length, int magnitude) {
        Objects.checkFromIndexSize(offset, length, units.length);
        int i = from;
        for (; i <= length - WIDTH; i += WIDTH) {
            VectorMask<Integer> found = IntVector.fromArray(INTS, units, offset + i).abs()
                    .compare(VectorOperators.GE, magnitude);
            if (found.anyTrue()) {
                return i + found.firstTrue();
            }
        }
        return PLAIN.nextFrom(units, offset, i, length, magnitude);
    }

    @Override
    public double sumOfMagnitudes(float[] values, int offset, int length) {
        return sum(values, offset, length, false);
    }

    @Override
    public double sumOfSquares(float[] values, int offset, int length) {
        return sum(values, offset, length, true);
    }

    private static double sum(float[] values, int offset, int length, boolean squared) {
        Objects.checkFromIndexSize(offset, length, values.length);
        int whole = length & -LANES;
        double sum = 0;
        // A vector of lanes at a time: the sums of the others do not have to stay in registers.
        for (int lane = 0; lane < LANES; lane += WIDTH) {
            DoubleVector low = DoubleVector.zero(DOUBLES);
            DoubleVector high = DoubleVector.zero(DOUBLES);
            for (int i = lane; i < whole; i += LANES) {
                FloatVector magnitudes = load(values, offset + i).abs();
                DoubleVector first = (DoubleVector) magnitudes.convert(VectorOperators.F2D, 0);
                DoubleVector second = (DoubleVector) magnitudes.convert(VectorOperators.F2D, 1);
                low = low.add(squared ? first.mul(first) : first);
                high = high.add(squared ? second.mul(second) : second);
            }
            for (int i = 0; i < WIDTH; i++) {
                double ofLane = i < HALF ? low.lane(i) : high.lane(i - HALF);
                int last = whole + lane + i;
                if (last < length) {
                    double value = Math.abs(values[offset + last]);
                    ofLane += squared ? value * value : value;
                }
                sum += ofLane;
            }
        }
        return sum;
    }

    @Override
    public void toBytes(float[] values, int offset, int length, float scale, int levels, byte[] payload,
            int payloadOffset) {
        Objects.checkFromIndexSize(offset, length, values.length);
        Objects.checkFromIndexSize(payloadOffset, length, payload.length);
        int i = 0;
        if (BYTES != null) {
            for (int whole = length & -WIDTH; i < whole; i += WIDTH) {
                FloatVector steps = load(values, offset + i).div(scale);
                // One half with the sign of the steps.
                FloatVector half = steps.viewAsIntegralLanes().reinterpretAsInts().and(~MAGNITUDE_BITS)
                        .or(Float.floatToRawIntBits(0.5f)).viewAsFloatingLanes();
                IntVector numbers = ((IntVector) steps.add(half).convert(VectorOperators.F2I, 0)).max(-levels)
                        .min(levels);
                ((ByteVector) numbers.convertShape(VectorOperators.I2B, BYTES, 0)).intoArray(payload,
                        payloadOffset + i);
                ((FloatVector) numbers.convert(VectorOperators.I2F, 0)).mul(scale).intoArray(values, offset + i);
            }
        }
        PLAIN.toBytes(values, offset + i, length - i, scale, levels, payload, payloadOffset + i);
    }

    @Override
    public void multiply64(float[] input, int offset, int inputs, int matrixOffset, float[] matrix, float[] output,
            int outputOffset) {
        Objects.checkFromIndexSize(offset, inputs, input.length);
        for (int k = 0; k < 64; k += 4 * WIDTH) {
            FloatVector sum0 = FloatVector.zero(FLOATS);
            FloatVector sum1 = sum0;
            FloatVector sum2 = sum0;
            FloatVector sum3 = sum0;
            for (int i = 0; i < inputs; i++) {
                FloatVector value = FloatVector.broadcast(FLOATS, input[offset + i]);
                int row = matrixOffset + i * 64 + k;
                sum0 = value.fma(load(matrix, row), sum0);
                sum1 = value.fma(load(matrix, row + WIDTH), sum1);
                sum2 = value.fma(load(matrix, row + 2 * WIDTH), sum2);
                sum3 = value.fma(load(matrix, row + 3 * WIDTH), sum3);
            }
            sum0.intoArray(output, outputOffset + k);
            sum1.intoArray(output, outputOffset + k + WIDTH);
            sum2.intoArray(output, outputOffset + k + 2 * WIDTH);
            sum3.intoArray(output, outputOffset + k + 3 * WIDTH);
        }
    }

    private static IntVector magnitudeBits(float[] values, int index) {
        return load(values, index).viewAsIntegralLanes().reinterpretAsInts().and(MAGNITUDE_BITS);
    }

    private static FloatVector load(float[] values, int index) {
        return FloatVector.fromArray(FLOATS, values, index);
    }
}
