package dev.grapevine.consensus.coding.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import dev.grapevine.consensus.coding.DecodeResult;
import dev.grapevine.consensus.compress.Fractions;
import dev.grapevine.consensus.random.SharedRandomness;
import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.consensus.units.Lattice;

/**
 * A slice of the block in whole units, four bytes each: {@code randomk:FRACTION}. Both ends draw the beginning of
 * the slice from the exchange's seed; at the end of the block it continues at the beginning. Parameters in the
 * slice are averaged exactly, the others stay.
 *
 * <p>Source: the random sparsification of A. Koloskova, S. Stich, M. Jaggi, "Decentralized Stochastic Optimization
 * and Gossip Algorithms with Compressed Communication", ICML 2019, section 3.5, without their memory: a difference
 * needs none.
 */
public final class RandomKCodec extends ValueCodec {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final double fraction;

    /** @param fraction more than 0, at most 1 */
    public RandomKCodec(double fraction) {
        super("randomk:" + Fractions.text(fraction));
        this.fraction = fraction;
    }

    /** The probability of a parameter to be in the slice. */
    @Override
    public double share(int length) {
        return (double) Fractions.count(fraction, length) / length;
    }

    @Override
    public double residue(int[] own, int offset, int length) {
        return 0;
    }

    @Override
    public int valueBytesMax(Lattice lattice, int length) {
        return Math.multiplyExact(Fractions.count(fraction, length), Integer.BYTES);
    }

    @Override
    public int differenceBytesMax(Lattice lattice, int length) {
        return valueBytesMax(lattice, length);
    }

    @Override
    public int encodeValues(int[] own, int offset, int length, Lattice lattice, int ditherSeed, byte[] payload,
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
    public DecodeResult difference(byte[] payload, int payloadOffset, int payloadBytes, int[] own, int offset,
            int length,
            Lattice lattice, int ditherSeed, int[] difference) {
        if (payloadBytes != valueBytesMax(lattice, length)) {
            return DecodeResult.MALFORMED;
        }
        int count = Fractions.count(fraction, length);
        int index = SharedRandomness.below(length, ditherSeed);
        boolean isHonest = true;
        Arrays.fill(difference, 0, length, 0);
        for (int i = 0; i < count; i++) {
            int theirs = (int) INTS.get(payload, payloadOffset + i * Integer.BYTES);
            isHonest &= theirs >= -FixedPoint.LIMIT && theirs <= FixedPoint.LIMIT;
            difference[index] = FixedPoint.difference(theirs, own[offset + index]);
            index = index + 1 == length ? 0 : index + 1;
        }
        return isHonest ? DecodeResult.DECODED : DecodeResult.MALFORMED;
    }

    @Override
    public int encodeDifference(int[] difference, int length, Lattice lattice, int ditherSeed, byte[] payload,
            int payloadOffset) {
        return encodeValues(difference, 0, length, lattice, ditherSeed, payload, payloadOffset);
    }

    @Override
    public boolean decodeDifference(byte[] payload, int payloadOffset, int payloadBytes, int length, Lattice lattice,
            int ditherSeed, int[] difference) {
        if (payloadBytes != valueBytesMax(lattice, length)) {
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
