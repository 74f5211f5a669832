package dev.grapevine.consensus.compress;

import dev.grapevine.consensus.bits.LittleEndian;

/** Little-endian floats, four bytes each: the identity, and the baseline for the others. */
final class Float32Compressor implements Compressor {

    @Override
    public String name() {
        return "float32";
    }

    @Override
    public int bytesMax(int length) {
        return Math.multiplyExact(length, Float.BYTES);
    }

    @Override
    public int encode(float[] values, int offset, int length, int seed, byte[] payload, int payloadOffset) {
        for (int i = 0; i < length; i++) {
            LittleEndian.putFloat(payload, payloadOffset + i * Float.BYTES, values[offset + i]);
        }
        return length * Float.BYTES;
    }

    @Override
    public boolean decode(byte[] payload, int payloadOffset, int payloadBytes, int length, int seed, float[] target) {
        boolean isHonest = payloadBytes == bytesMax(length);
        for (int i = 0; isHonest && i < length; i++) {
            target[i] = LittleEndian.getFloat(payload, payloadOffset + i * Float.BYTES);
            isHonest = SentNumbers.isHonest(target[i]);
        }
        return isHonest;
    }

    @Override
    public double contraction(int length) {
        return 1;
    }
}
