package dev.grapevine.consensus.kernel;

import java.util.Objects;

import dev.grapevine.consensus.bits.Bfloat16;
import dev.grapevine.consensus.units.FixedPoint;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Vectors at whatever width the hardware prefers; tails are left to {@link ScalarBfloat16Kernels}. */
final class PanamaBfloat16Kernels implements Bfloat16Kernels {

    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = INTS.length();
    /**
     * The species with as many shorts as {@link #INTS} has ints; null on 64-bit hardware, where no such species exists.
     */
    private static final VectorSpecies<Short> SHORTS = WIDTH < 4
            ? null
            : VectorSpecies.of(short.class, VectorShape.forBitSize(WIDTH * Short.SIZE));
    private static final VectorSpecies<Byte> BYTES = WIDTH < 4
            ? null
            : VectorSpecies.of(byte.class, SHORTS.vectorShape());
    private static final ScalarBfloat16Kernels PLAIN = new ScalarBfloat16Kernels();
    private static final int MAGNITUDE_BITS = 0x7fff_ffff;
    private static final int LIMIT_BITS = Float.floatToRawIntBits(FixedPoint.toFloat(FixedPoint.LIMIT));
    private static final int TWICE_LIMIT_BITS = Float.floatToRawIntBits(2 * FixedPoint.toFloat(FixedPoint.LIMIT));

    @Override
    public void encode(float[] values, int offset, int length, byte[] payload, int payloadOffset) {
        Objects.checkFromIndexSize(offset, length, values.length);
        Objects.checkFromIndexSize(payloadOffset, length * Short.BYTES, payload.length);
        int whole = whole(length);
        for (int i = 0; i < whole; i += WIDTH) {
            IntVector bits = rounded(bits(FloatVector.fromArray(FLOATS, values, offset + i)));
            values(bits.and(0xffff_0000)).intoArray(values, offset + i);
            put(bits, payload, payloadOffset + i * Short.BYTES);
        }
        PLAIN.encode(values, offset + whole, length - whole, payload, payloadOffset + whole * Short.BYTES);
    }

    @Override
    public boolean decode(byte[] payload, int payloadOffset, int length, float most, float[] values) {
        Objects.checkFromIndexSize(0, length, values.length);
        Objects.checkFromIndexSize(payloadOffset, length * Short.BYTES, payload.length);
        IntVector largest = IntVector.zero(INTS);
        int whole = whole(length);
        for (int i = 0; i < whole; i += WIDTH) {
            IntVector bits = bits(payload, payloadOffset + i * Short.BYTES);
            largest = largest.max(bits.and(MAGNITUDE_BITS));
            values(bits).intoArray(values, i);
        }
        return largest.reduceLanes(VectorOperators.MAX) <= Float.floatToRawIntBits(most)
                & ScalarBfloat16Kernels.decodeRest(payload, payloadOffset, whole, length, most, values);
    }

    @Override
    public void encode(int[] units, int offset, int length, byte[] payload, int payloadOffset) {
        Objects.checkFromIndexSize(offset, length, units.length);
        Objects.checkFromIndexSize(payloadOffset, length * Short.BYTES, payload.length);
        int whole = whole(length);
        for (int i = 0; i < whole; i += WIDTH) {
            put(rounded(bits(IntVector.fromArray(INTS, units, offset + i))), payload, payloadOffset + i * Short.BYTES);
        }
        ScalarBfloat16Kernels.encodeRest(units, offset, whole, length, payload, payloadOffset);
    }

    @Override
    public boolean decode(byte[] payload, int payloadOffset, int length, int[] units) {
        Objects.checkFromIndexSize(0, length, units.length);
        Objects.checkFromIndexSize(payloadOffset, length * Short.BYTES, payload.length);
        IntVector largest = IntVector.zero(INTS);
        int whole = whole(length);
        for (int i = 0; i < whole; i += WIDTH) {
            IntVector bits = bits(payload, payloadOffset + i * Short.BYTES);
            largest = largest.max(bits.and(MAGNITUDE_BITS));
            toUnits(bits).intoArray(units, i);
        }
        return largest.reduceLanes(VectorOperators.MAX) <= TWICE_LIMIT_BITS
                & ScalarBfloat16Kernels.decodeRest(payload, payloadOffset, whole, length, units);
    }

    @Override
    public boolean subtract(byte[] payload, int payloadOffset, int[] own, int offset, int length, int[] difference) {
        Objects.checkFromIndexSize(offset, length, own.length);
        Objects.checkFromIndexSize(0, length, difference.length);
        Objects.checkFromIndexSize(payloadOffset, length * Short.BYTES, payload.length);
        IntVector largest = IntVector.zero(INTS);
        int whole = whole(length);
        for (int i = 0; i < whole; i += WIDTH) {
            IntVector bits = bits(payload, payloadOffset + i * Short.BYTES);
            largest = largest.max(bits.and(MAGNITUDE_BITS));
            IntVector theirs = toUnits(bits);
            IntVector mine = (IntVector) values(
                    rounded(bits(IntVector.fromArray(INTS, own, offset + i))).and(0xffff_0000))
                    .mul(FixedPoint.UNITS_PER_ONE).convert(VectorOperators.F2I, 0);
            IntVector exact = theirs.sub(mine);
            // The only difference that an int does not hold comes out as its own opposite.
            VectorMask<Integer> tooLarge = exact.compare(VectorOperators.EQ, Integer.MIN_VALUE)
                    .and(theirs.compare(VectorOperators.GT, 0));
            exact.blend(Integer.MAX_VALUE, tooLarge).intoArray(difference, i);
        }
        return largest.reduceLanes(VectorOperators.MAX) <= LIMIT_BITS
                & ScalarBfloat16Kernels.subtractRest(payload, payloadOffset, own, offset, whole, length, difference);
    }

    private static int whole(int length) {
        return SHORTS == null ? 0 : length & -WIDTH;
    }

    /** Floats' bits, of which the upper half is their {@link Bfloat16}. */
    static IntVector rounded(IntVector bits) {
        return bits.add(bits.lanewise(VectorOperators.LSHR, 16).and(1)).add(0x7fff);
    }

    private static void put(IntVector rounded, byte[] payload, int offset) {
        ((ShortVector) rounded.lanewise(VectorOperators.LSHR, 16).convertShape(VectorOperators.I2S, SHORTS, 0))
                .reinterpretAsBytes().intoArray(payload, offset);
    }

    private static IntVector bits(IntVector units) {
        return bits(((FloatVector) units.convert(VectorOperators.I2F, 0)).mul(FixedPoint.UNIT));
    }

    private static IntVector bits(FloatVector values) {
        return values.viewAsIntegralLanes().reinterpretAsInts();
    }

    private static IntVector bits(byte[] payload, int offset) {
        return ((IntVector) ByteVector.fromArray(BYTES, payload, offset).reinterpretAsShorts()
                .convertShape(VectorOperators.S2I, INTS, 0)).lanewise(VectorOperators.LSHL, 16);
    }

    /**
     * Rounds to nearest, halves upwards, as {@link FixedPoint#toUnits}: an honest peer sends nothing that has to be
     * rounded.
     */
    private static IntVector toUnits(IntVector bits) {
        FloatVector units = values(bits).mul(FixedPoint.UNITS_PER_ONE);
        IntVector truncated = (IntVector) units.convert(VectorOperators.F2I, 0);
        FloatVector rest = units.sub((FloatVector) truncated.convert(VectorOperators.I2F, 0));
        IntVector up = truncated.blend(truncated.add(1), rest.compare(VectorOperators.GE, 0.5f).cast(INTS));
        return up.blend(truncated.sub(1), rest.compare(VectorOperators.LT, -0.5f).cast(INTS));
    }

    private static FloatVector values(IntVector bits) {
        return bits.viewAsFloatingLanes();
    }
}
