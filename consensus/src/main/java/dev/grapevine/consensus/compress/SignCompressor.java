package dev.grapevine.consensus.compress;

import dev.grapevine.consensus.bits.LittleEndian;
import dev.grapevine.consensus.kernel.BlockKernels;

/**
 * The sign of each value, one bit, and the mean magnitude: C(v) = ‖v‖₁ / d · sign v. The error is ‖v‖² − ‖v‖₁² / d, so
 * δ = ‖v‖₁² / (d‖v‖²), which is at least 1 / d; about 2 / π where values are normally distributed.
 *
 * <p>Source: S. P. Karimireddy, Q. Rebjock, S. Stich, M. Jaggi, "Error Feedback Fixes SignSGD and other Gradient
 * Compression Schemes", ICML 2019, lemma 8.
 */
final class SignCompressor implements Compressor {

    private final BlockKernels kernels;

    SignCompressor(BlockKernels kernels) {
        this.kernels = kernels;
    }

    @Override
    public String name() {
        return "sign";
    }

    @Override
    public int bytesMax(int length) {
        return Float.BYTES + Math.ceilDiv(length, Byte.SIZE);
    }

    @Override
    public int encode(float[] values, int offset, int length, int seed, byte[] payload, int payloadOffset) {
        float mean = length == 0 ? 0 : (float) (kernels.sumOfMagnitudes(values, offset, length) / length);
        LittleEndian.putFloat(payload, payloadOffset, mean);
        int meanBits = Float.floatToRawIntBits(mean);
        int position = payloadOffset + Float.BYTES;
        for (int i = 0; i < length; i += Byte.SIZE) {
            int signs = 0;
            for (int bit = 0; bit < Math.min(Byte.SIZE, length - i); bit++) {
                int sign = Float.floatToRawIntBits(values[offset + i + bit]) >>> (Integer.SIZE - 1);
                signs |= sign << bit;
                values[offset + i + bit] = withSign(meanBits, sign);
            }
            payload[position++] = (byte) signs;
        }
        return position - payloadOffset;
    }

    private static float withSign(int magnitudeBits, int sign) {
        return Float.intBitsToFloat(magnitudeBits | sign << (Integer.SIZE - 1));
    }

    @Override
    public boolean decode(byte[] payload, int payloadOffset, int payloadBytes, int length, int seed, float[] target) {
        if (payloadBytes != bytesMax(length)) {
            return false;
        }
        float mean = LittleEndian.getFloat(payload, payloadOffset);
        if (!(mean >= 0 && SentNumbers.isHonest(mean))) {
            return false;
        }
        int meanBits = Float.floatToRawIntBits(mean);
        int position = payloadOffset + Float.BYTES;
        for (int i = 0; i < length; i++) {
            target[i] = withSign(meanBits, payload[position + i / Byte.SIZE] >>> (i % Byte.SIZE) & 1);
        }
        int used = length % Byte.SIZE;
        return used == 0 || (payload[position + length / Byte.SIZE] & 0xff) >>> used == 0;
    }

    @Override
    public double contraction(int length) {
        return 1.0 / Math.max(1, length);
    }
}
