package dev.grapevine.consensus.coding.value;

import dev.grapevine.consensus.bits.LittleEndian;
import dev.grapevine.consensus.coding.Cap;
import dev.grapevine.consensus.coding.DecodeResult;
import dev.grapevine.consensus.compress.UniformQuantization;
import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.consensus.units.Lattice;

/**
 * {@link UniformQuantization} of values, with one step for each {@value #SUB_BLOCK} of them, and of differences
 * likewise: {@code int8} and {@code int4}. The baseline of quantizing values instead of differences.
 *
 * <p>The mean stays, since both sides move by the same integers. But the error of a value follows its size and not the
 * disagreement, so that agreement stops at about a step.
 */
public final class UniformQuantizationCodec extends ValueCodec {

    static final int SUB_BLOCK = 256;

    private static final long VALUE_MAX = FixedPoint.LIMIT;
    private static final long DIFFERENCE_MAX = 2 * VALUE_MAX;

    private final UniformQuantization quantization;

    /** @param bits 4 or 8 */
    public UniformQuantizationCodec(int bits) {
        this(new UniformQuantization(bits));
    }

    private UniformQuantizationCodec(UniformQuantization quantization) {
        super(quantization.name());
        this.quantization = quantization;
    }

    /** The relative error of a difference: it is sent with the same quantization as values. */
    private double errorOfDifference(int length) {
        return Math.sqrt(1 - quantization.contraction(Math.min(length, SUB_BLOCK)));
    }

    @Override
    public double share(int length) {
        return 1 - errorOfDifference(length);
    }

    @Override
    public double residue(int[] own, int offset, int length) {
        double squares = 0;
        for (int from = 0; from < length; from += SUB_BLOCK) {
            int to = Math.min(length, from + SUB_BLOCK);
            // A step is rounded up to whole units, and half of one as well.
            double most = step(own, offset + from, offset + to) / 2.0 + 1;
            squares += (to - from) * most * most;
        }
        return residue(errorOfDifference(length), squares);
    }

    @Override
    public int valueBytesMax(Lattice lattice, int length) {
        return Math.ceilDiv(length, SUB_BLOCK) * Integer.BYTES + quantization.bytes(length);
    }

    @Override
    public int differenceBytesMax(Lattice lattice, int length) {
        return valueBytesMax(lattice, length);
    }

    @Override
    public int encodeValues(int[] own, int offset, int length, Lattice lattice, int ditherSeed, byte[] payload,
            int payloadOffset) {
        int numbers = payloadOffset + Math.ceilDiv(length, SUB_BLOCK) * Integer.BYTES;
        for (int from = 0; from < length; from += SUB_BLOCK) {
            int to = Math.min(length, from + SUB_BLOCK);
            int step = step(own, offset + from, offset + to);
            LittleEndian.putInt(payload, payloadOffset + from / SUB_BLOCK * Integer.BYTES, step);
            quantization.write(own, offset + from, to - from, step, payload, numbers + quantization.bytes(from));
        }
        return valueBytesMax(lattice, length);
    }

    @Override
    public DecodeResult difference(byte[] payload, int payloadOffset, int payloadBytes, int[] own, int offset,
            int length,
            Lattice lattice, int ditherSeed, int[] difference) {
        if (!read(payload, payloadOffset, payloadBytes, length, VALUE_MAX, difference)) {
            return DecodeResult.MALFORMED;
        }
        for (int from = 0; from < length; from += SUB_BLOCK) {
            int to = Math.min(length, from + SUB_BLOCK);
            int step = step(own, offset + from, offset + to);
            for (int i = from; i < to; i++) {
                int mine = units(UniformQuantization.nearest(own[offset + i], step), step, VALUE_MAX);
                difference[i] = FixedPoint.difference(difference[i], mine);
            }
        }
        return DecodeResult.DECODED;
    }

    /** The cap, rounded down to a multiple of the largest number: beyond one, the step would be rounded up. */
    @Override
    public int within(Lattice lattice, Cap most) {
        return most.units() - most.units() % quantization.levels();
    }

    @Override
    public int encodeDifference(int[] difference, int length, Lattice lattice, int ditherSeed, byte[] payload,
            int payloadOffset) {
        int bytes = encodeValues(difference, 0, length, lattice, ditherSeed, payload, payloadOffset);
        if (!read(payload, payloadOffset, bytes, length, DIFFERENCE_MAX, difference)) {
            throw new IllegalStateException("a difference was written that cannot be read");
        }
        return bytes;
    }

    @Override
    public boolean decodeDifference(byte[] payload, int payloadOffset, int payloadBytes, int length, Lattice lattice,
            int ditherSeed, int[] difference) {
        return read(payload, payloadOffset, payloadBytes, length, DIFFERENCE_MAX, difference);
    }

    private boolean read(byte[] payload, int payloadOffset, int payloadBytes, int length, long most, int[] target) {
        if (payloadBytes != valueBytesMax(Lattice.NONE, length)) {
            return false;
        }
        int stepMax = quantization.step(most);
        int numbers = payloadOffset + Math.ceilDiv(length, SUB_BLOCK) * Integer.BYTES;
        boolean isHonest = true;
        for (int from = 0; from < length; from += SUB_BLOCK) {
            int step = LittleEndian.getInt(payload, payloadOffset + from / SUB_BLOCK * Integer.BYTES);
            isHonest &= step >= 0 && step <= stepMax;
            int to = Math.min(length, from + SUB_BLOCK);
            isHonest &= quantization.read(payload, numbers + quantization.bytes(from), to - from, target, from);
            for (int i = from; i < to; i++) {
                target[i] = units(target[i], step, most);
            }
        }
        return isHonest;
    }

    private int step(int[] values, int from, int to) {
        long largest = 0;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, Math.abs((long) values[i]));
        }
        return quantization.step(largest);
    }

    private static int units(int number, int step, long most) {
        long units = Math.clamp((long) number * step, -most, most);
        return (int) Math.min(Integer.MAX_VALUE, units);
    }
}
