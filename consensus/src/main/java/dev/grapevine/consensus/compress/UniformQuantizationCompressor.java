package dev.grapevine.consensus.compress;

import java.util.Arrays;

import dev.grapevine.consensus.bits.LittleEndian;
import dev.grapevine.consensus.kernel.BlockKernels;

/**
 * {@link UniformQuantization} with one step for each sub-block: {@code int8} and {@code int4}. The step is the
 * largest magnitude over the largest number.
 *
 * <p>δ is that of {@link UniformQuantization#contraction}.
 *
 * <p>Source: block-wise absolute-maximum quantization as in T. Dettmers et al., "8-bit Optimizers via Block-wise
 * Quantization", ICLR 2022, section 2.1, but with evenly spaced numbers.
 */
final class UniformQuantizationCompressor implements Compressor {

    private final UniformQuantization quantization;
    private final int subBlock;
    private final BlockKernels kernels;
    private final byte[] numbers;

    /**
     * @param bits     4 or 8
     * @param subBlock values with the same step, an even number
     */
    UniformQuantizationCompressor(int bits, int subBlock, BlockKernels kernels) {
        this.quantization = new UniformQuantization(bits);
        this.subBlock = subBlock;
        this.kernels = kernels;
        this.numbers = new byte[subBlock];
    }

    @Override
    public String name() {
        return quantization.name();
    }

    @Override
    public int bytesMax(int length) {
        return Math.toIntExact(
                ((long) length * quantization.bits() + 7) / 8 + (long) Math.ceilDiv(length, subBlock) * Float.BYTES);
    }

    @Override
    public int encode(float[] values, int offset, int length, int seed, byte[] payload, int payloadOffset) {
        int levels = quantization.levels();
        boolean areWhole = quantization.bits() == Byte.SIZE;
        int position = payloadOffset;
        for (int i = 0; i < length; i += subBlock) {
            int count = Math.min(subBlock, length - i);
            float scale = scale(values, offset + i, count);
            LittleEndian.putFloat(payload, position, scale);
            position += Float.BYTES;
            if (scale == 0) {
                Arrays.fill(values, offset + i, offset + i + count, 0);
                Arrays.fill(payload, position, position + quantization.bytes(count), (byte) 0);
            } else if (areWhole) {
                kernels.toBytes(values, offset + i, count, scale, levels, payload, position);
            } else {
                kernels.toBytes(values, offset + i, count, scale, levels, numbers, 0);
                quantization.write(numbers, count, payload, position);
            }
            position += quantization.bytes(count);
        }
        return position - payloadOffset;
    }

    private float scale(float[] values, int offset, int count) {
        float largest = Float.intBitsToFloat(kernels.largestMagnitudeBits(values, offset, count));
        return largest < MAGNITUDE_MIN ? 0 : largest / quantization.levels();
    }

    @Override
    public boolean decode(byte[] payload, int payloadOffset, int payloadBytes, int length, int seed, float[] target) {
        if (payloadBytes != bytesMax(length)) {
            return false;
        }
        int position = payloadOffset;
        for (int i = 0; i < length; i += subBlock) {
            int count = Math.min(subBlock, length - i);
            float scale = LittleEndian.getFloat(payload, position);
            position += Float.BYTES;
            if (!(scale >= 0 && SentNumbers.isHonest(scale))
                    || !quantization.read(payload, position, count, scale, target, i)
                    || !quantization.endsInZeros(payload, position, count)) {
                return false;
            }
            position += quantization.bytes(count);
        }
        return true;
    }

    @Override
    public double contraction(int length) {
        return quantization.contraction(Math.min(length, subBlock));
    }
}
