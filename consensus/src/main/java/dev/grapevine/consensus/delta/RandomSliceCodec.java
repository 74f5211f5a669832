package dev.grapevine.consensus.delta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import dev.grapevine.consensus.compress.Fractions;
import dev.grapevine.consensus.compress.SharedRandomness;
import dev.grapevine.consensus.parameters.FixedPoint;

/**
 * A slice of the block in whole units, four bytes each, and nothing of the others: {@code randomk:FRACTION}. Where the slice
 * begins both ends draw from the exchange's seed; beyond the end it goes on at the beginning. What is in it is averaged
 * exactly, what is not stays.
 *
 * <p>Source: the random sparsification of A. Koloskova, S. Stich, M. Jaggi, "Decentralized Stochastic Optimization and Gossip
 * Algorithms with Compressed Communication", ICML 2019, section 3.5, without their memory: a difference needs none.
 */
public final class RandomSliceCodec extends GridlessCodec {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final double fraction;

    /** @param fraction more than 0, at most 1 */
    public RandomSliceCodec(double fraction) {
        super("randomk:" + Fractions.text(fraction));
        this.fraction = fraction;
    }

    /** As likely as this each parameter is in the slice. */
    @Override
    public double share(int length) {
        return (double) Fractions.count(fraction, length) / length;
    }

    @Override
    public double residue(int[] own, int offset, int length) {
        return 0;
    }

    @Override
    public int valueBytesMax(Grid grid, int length) {
        return Math.multiplyExact(Fractions.count(fraction, length), Integer.BYTES);
    }

    @Override
    public int differenceBytesMax(Grid grid, int length) {
        return valueBytesMax(grid, length);
    }

    @Override
    public int encodeValues(int[] own, int offset, int length, Grid grid, int ditherSeed, byte[] payload,
            int payloadOffset) {
        int count = Fractions.count(fraction, length);
        int index = SharedRandomness.below(length, ditherSeed);
        for (int i = 0; i < count; i++) {
            INTS.set(payload, payloadOffset + i * Integer.BYTES, own[offset + index]);
            index = index + 1 == length ? 0 : index + 1;
        }
        return count * Integer.BYTES;
    }

    @Override
    public Reading difference(byte[] payload, int payloadOffset, int payloadBytes, int[] own, int offset, int length,
            Grid grid, int ditherSeed, int[] difference) {
        if (payloadBytes != valueBytesMax(grid, length)) {
            return Reading.MALFORMED;
        }
        int count = Fractions.count(fraction, length);
        int index = SharedRandomness.below(length, ditherSeed);
        boolean isHonest = true;
        Arrays.fill(difference, 0, length, 0);
        for (int i = 0; i < count; i++) {
            int theirs = (int) INTS.get(payload, payloadOffset + i * Integer.BYTES);
            isHonest &= theirs >= -FixedPoint.LIMIT && theirs <= FixedPoint.LIMIT;
            difference[index] = difference(theirs, own[offset + index]);
            index = index + 1 == length ? 0 : index + 1;
        }
        return isHonest ? Reading.DECODED : Reading.MALFORMED;
    }

    @Override
    public int encodeDifference(int[] difference, int length, Grid grid, int ditherSeed, byte[] payload,
            int payloadOffset) {
        return encodeValues(difference, 0, length, grid, ditherSeed, payload, payloadOffset);
    }

    @Override
    public boolean decodeDifference(byte[] payload, int payloadOffset, int payloadBytes, int length, Grid grid,
            int ditherSeed, int[] difference) {
        if (payloadBytes != valueBytesMax(grid, length)) {
            return false;
        }
        int count = Fractions.count(fraction, length);
        int index = SharedRandomness.below(length, ditherSeed);
        Arrays.fill(difference, 0, length, 0);
        for (int i = 0; i < count; i++) {
            difference[index] = (int) INTS.get(payload, payloadOffset + i * Integer.BYTES);
            index = index + 1 == length ? 0 : index + 1;
        }
        return true;
    }
}
