package dev.grapevine.consensus.compress;

import java.util.Arrays;

import dev.grapevine.consensus.bits.LittleEndian;
import dev.grapevine.consensus.random.SharedRandomness;

/**
 * A slice of the vector as floats; the other elements become 0. Both ends draw the slice from the shared seed, so
 * that no index travels; at the end of the vector it continues at the beginning. Each element is in it with the
 * same probability, so δ = k/d.
 *
 * <p>Source: S. Stich, J.-B. Cordonnier, M. Jaggi, "Sparsified SGD with Memory", NeurIPS 2018, definition 2.1 and
 * lemma A.1, which needs no more than equal probabilities.
 */
final class RandomKCompressor implements Compressor {

    private final double fraction;

    /** @param fraction more than 0, at most 1 */
    RandomKCompressor(double fraction) {
        this.fraction = fraction;
    }

    @Override
    public String name() {
        return "randomk:" + Fractions.text(fraction);
    }

    @Override
    public boolean isRandom() {
        return true;
    }

    @Override
    public int bytesMax(int length) {
        return Math.multiplyExact(Fractions.count(fraction, length), Float.BYTES);
    }

    @Override
    public int encode(float[] values, int offset, int length, int seed, byte[] payload, int payloadOffset) {
        int count = Fractions.count(fraction, length);
        int start = SharedRandomness.below(length, seed);
        int untilEnd = Math.min(count, length - start);
        int position = payloadOffset;
        for (int i = 0; i < count; i++) {
            int index = i < untilEnd ? start + i : i - untilEnd;
            LittleEndian.putFloat(payload, position, values[offset + index]);
            position += Float.BYTES;
        }
        Arrays.fill(values, offset + count - untilEnd, offset + start, 0);
        Arrays.fill(values, offset + start + untilEnd, offset + length, 0);
        return position - payloadOffset;
    }

    @Override
    public boolean decode(byte[] payload, int payloadOffset, int payloadBytes, int length, int seed, float[] target) {
        if (payloadBytes != bytesMax(length)) {
            return false;
        }
        int count = Fractions.count(fraction, length);
        int start = SharedRandomness.below(length, seed);
        int untilEnd = Math.min(count, length - start);
        Arrays.fill(target, 0, length, 0);
        boolean isHonest = true;
        for (int i = 0; i < count; i++) {
            int index = i < untilEnd ? start + i : i - untilEnd;
            target[index] = LittleEndian.getFloat(payload, payloadOffset + i * Float.BYTES);
            isHonest &= SentNumbers.isHonest(target[index]);
        }
        return isHonest;
    }

    @Override
    public double contraction(int length) {
        return Fractions.of(fraction, length);
    }
}
