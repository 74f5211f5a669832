package dev.grapevine.consensus.compress;

import dev.grapevine.consensus.kernel.Bfloat16Kernels;

/**
 * The upper halves of floats, two bytes each, rounded to nearest. A value has eight significant bits, so its error is at
 * most 2⁻⁸ of it, and 1 − δ = 2⁻¹⁶.
 */
final class Bfloat16Compressor implements Compressor {

    /** The largest square of a relative error. */
    static final double SQUARED_ERROR = 0x1p-16;

    private final Bfloat16Kernels kernels;

    Bfloat16Compressor(Bfloat16Kernels kernels) {
        this.kernels = kernels;
    }

    @Override
    public String name() {
        return "bf16";
    }

    @Override
    public int bytesMax(int length) {
        return Math.multiplyExact(length, Short.BYTES);
    }

    @Override
    public int encode(float[] values, int offset, int length, int seed, byte[] payload, int payloadOffset) {
        kernels.encode(values, offset, length, payload, payloadOffset);
        return length * Short.BYTES;
    }

    @Override
    public boolean decode(byte[] payload, int payloadOffset, int payloadBytes, int length, int seed, float[] target) {
        return payloadBytes == bytesMax(length)
                && kernels.decode(payload, payloadOffset, length, SentNumbers.MAX, target);
    }

    @Override
    public double contraction(int length) {
        return 1 - SQUARED_ERROR;
    }
}
