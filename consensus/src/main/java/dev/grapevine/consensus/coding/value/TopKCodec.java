package dev.grapevine.consensus.coding.value;

import java.util.Arrays;

import dev.grapevine.consensus.bits.BitReader;
import dev.grapevine.consensus.bits.BitWriter;
import dev.grapevine.consensus.bits.GapCoding;
import dev.grapevine.consensus.bits.LittleEndian;
import dev.grapevine.consensus.coding.DecodeResult;
import dev.grapevine.consensus.compress.Fractions;
import dev.grapevine.consensus.compress.TopKSelection;
import dev.grapevine.consensus.kernel.BlockKernels;
import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.consensus.units.Lattice;

/**
 * The initiator's values of the largest magnitude, in whole units, with Rice-coded indices: {@code topk:FRACTION}.
 * Parameters that are not sent stay. The difference travels likewise, for the parameters that differ.
 *
 * <p>A baseline: since the same parameters are the largest again and again, the others never come to agree. Source:
 * A. Dhasade et al., "Get More for Less in Decentralized Learning Systems", ICDCS 2023 (JWINS), of which this is the
 * sharing of the largest values, without wavelets and without their scores.
 */
public final class TopKCodec extends ValueCodec {

    private final double fraction;
    private final BlockKernels kernels;

    /** @param fraction more than 0, at most 1 */
    public TopKCodec(double fraction) {
        this(fraction, BlockKernels.best());
    }

    private TopKCodec(double fraction, BlockKernels kernels) {
        super("topk:" + Fractions.text(fraction));
        this.fraction = fraction;
        this.kernels = kernels;
    }

    /** The same in plain Java, to compare with: it gives the same bits. */
    public TopKCodec scalar() {
        return new TopKCodec(fraction, BlockKernels.scalar());
    }

    /** The smallest values would never be sent. */
    @Override
    public boolean suitsPushes() {
        return false;
    }

    /**
     * Let T(a) be the indices that a sends, which is all that an exchange averages if a begins. Of k in T(a) or T(b)
     * nothing stays in one direction at least; and of others |u_k| ≤ |a_k| + |b_k|, of which neither is sent.
     */
    @Override
    public double share(int length) {
        return 0.5;
    }

    /** The squares of all values that are not sent. */
    @Override
    public double residue(int[] own, int offset, int length) {
        long selection = TopKSelection.of(kernels, own, offset, length, Fractions.count(fraction, length));
        double squares = 0;
        int from = 0;
        while (from < length) {
            int index = TopKSelection.next(kernels, own, offset, from, length, selection);
            int end = index < 0 ? length : index;
            for (int i = from; i < end; i++) {
                squares += (double) own[offset + i] * own[offset + i];
            }
            from = end + 1;
        }
        return squares;
    }

    @Override
    public int valueBytesMax(Lattice lattice, int length) {
        int count = Fractions.count(fraction, length);
        return Math.toIntExact((long) count * Integer.BYTES + GapCoding.bytesMax(count, length));
    }

    @Override
    public int differenceBytesMax(Lattice lattice, int length) {
        return Integer.BYTES + valueBytesMax(lattice, length);
    }

    @Override
    public int encodeValues(int[] own, int offset, int length, Lattice lattice, int ditherSeed, byte[] payload,
            int payloadOffset) {
        int count = Fractions.count(fraction, length);
        long selection = TopKSelection.of(kernels, own, offset, length, count);
        BitWriter gaps = new BitWriter();
        gaps.start(payload, payloadOffset + count * Integer.BYTES);
        int parameter = GapCoding.parameter(count, length);
        int position = payloadOffset;
        int from = 0;
        int index = TopKSelection.next(kernels, own, offset, from, length, selection);
        while (index >= 0) {
            LittleEndian.putInt(payload, position, own[offset + index]);
            position += Integer.BYTES;
            gaps.writeRice(index - from, parameter);
            from = index + 1;
            index = TopKSelection.next(kernels, own, offset, from, length, selection);
        }
        return gaps.finish() - payloadOffset;
    }

    @Override
    public DecodeResult difference(byte[] payload, int payloadOffset, int payloadBytes, int[] own, int offset,
            int length,
            Lattice lattice, int ditherSeed, int[] difference) {
        int count = Fractions.count(fraction, length);
        BitReader gaps = gaps(payload, payloadOffset, payloadBytes, count);
        if (gaps == null) {
            return DecodeResult.MALFORMED;
        }
        int parameter = GapCoding.parameter(count, length);
        Arrays.fill(difference, 0, length, 0);
        int index = -1;
        for (int i = 0; i < count; i++) {
            index = next(gaps, parameter, index, length);
            int theirs = LittleEndian.getInt(payload, payloadOffset + i * Integer.BYTES);
            if (index < 0 || theirs < -FixedPoint.LIMIT || theirs > FixedPoint.LIMIT) {
                return DecodeResult.MALFORMED;
            }
            difference[index] = FixedPoint.difference(theirs, own[offset + index]);
        }
        return gaps.isFinished() ? DecodeResult.DECODED : DecodeResult.MALFORMED;
    }

    @Override
    public int encodeDifference(int[] difference, int length, Lattice lattice, int ditherSeed, byte[] payload,
            int payloadOffset) {
        int count = 0;
        for (int i = 0; i < length; i++) {
            count += difference[i] != 0 ? 1 : 0;
        }
        LittleEndian.putInt(payload, payloadOffset, count);
        int position = payloadOffset + Integer.BYTES;
        BitWriter gaps = new BitWriter();
        gaps.start(payload, position + count * Integer.BYTES);
        int parameter = GapCoding.parameter(Fractions.count(fraction, length), length);
        int next = 0;
        for (int i = 0; i < length; i++) {
            if (difference[i] != 0) {
                LittleEndian.putInt(payload, position, difference[i]);
                position += Integer.BYTES;
                gaps.writeRice(i - next, parameter);
                next = i + 1;
            }
        }
        return gaps.finish() - payloadOffset;
    }

    @Override
    public boolean decodeDifference(byte[] payload, int payloadOffset, int payloadBytes, int length, Lattice lattice,
            int ditherSeed, int[] difference) {
        int most = Fractions.count(fraction, length);
        if (payloadBytes < Integer.BYTES) {
            return false;
        }
        int count = LittleEndian.getInt(payload, payloadOffset);
        if (count < 0 || count > most) {
            return false;
        }
        int values = payloadOffset + Integer.BYTES;
        BitReader gaps = gaps(payload, values, payloadBytes - Integer.BYTES, count);
        if (gaps == null) {
            return false;
        }
        int parameter = GapCoding.parameter(most, length);
        Arrays.fill(difference, 0, length, 0);
        int index = -1;
        for (int i = 0; i < count; i++) {
            index = next(gaps, parameter, index, length);
            int value = LittleEndian.getInt(payload, values + i * Integer.BYTES);
            if (index < 0 || value == 0) {
                return false;
            }
            difference[index] = value;
        }
        return gaps.isFinished();
    }

    /** The indices, which follow {@code count} values; null if the payload is too short. */
    private static BitReader gaps(byte[] payload, int offset, int bytes, int count) {
        int bytesOfValues = count * Integer.BYTES;
        if (bytes < bytesOfValues) {
            return null;
        }
        BitReader gaps = new BitReader();
        gaps.start(payload, offset + bytesOfValues, bytes - bytesOfValues);
        return gaps;
    }

    /** The next index, or −1. */
    private static int next(BitReader gaps, int parameter, int last, int length) {
        long index = gaps.readRice(parameter, length) + 1 + last;
        return index > last && index < length ? (int) index : -1;
    }
}
