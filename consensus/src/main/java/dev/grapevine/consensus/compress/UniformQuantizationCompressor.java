package dev.grapevine.consensus.compress;

import java.util.Arrays;

import dev.grapevine.consensus.bits.LittleEndian;
import dev.grapevine.consensus.kernel.BlockKernels;

/**
 * Whole multiples of a step of their own for each sub-block, to nearest: {@code int8} and {@code int4}. The step is the
 * largest magnitude over the largest number.
 *
 * <p>The bound: let a sub-block have n values, the largest with magnitude m = L·s, s being the step. That one is exact. Any
 * other has an error of at most min(|v|, s/2), since 0 is among the multiples. The ratio of the sum of min(v², s²/4) to
 * m² + Σv² is largest where all others are s/2, and then it is (n − 1) / (4L² + n − 1). So δ = 4L² / (4L² + n − 1), which
 * that vector attains.
 *
 * <p>Source: block-wise absolute-maximum quantization as in T. Dettmers et al., "8-bit Optimizers via Block-wise
 * Quantization", ICLR 2022, section 2.1, but with evenly spaced numbers.
 */
final class UniformQuantizationCompressor implements Compressor {

    private final int bits;
    private final int subBlock;
    private final int levels;
    private final BlockKernels kernels;
    private final byte[] numbers;

    /**
     * @param bits     4 or 8
     * @param subBlock values with the same step, an even number
     */
    UniformQuantizationCompressor(int bits, int subBlock, BlockKernels kernels) {
        this.bits = bits;
        this.subBlock = subBlock;
        this.levels = (1 << (bits - 1)) - 1;
        this.kernels = kernels;
        this.numbers = new byte[subBlock];
    }

    @Override
    public String name() {
        return "int" + bits;
    }

    @Override
    public int bytesMax(int length) {
        return Math.toIntExact(((long) length * bits + 7) / 8 + (long) Math.ceilDiv(length, subBlock) * Float.BYTES);
    }

    @Override
    public int encode(float[] values, int offset, int length, int seed, byte[] payload, int payloadOffset) {
        int position = payloadOffset;
        for (int i = 0; i < length; i += subBlock) {
            int count = Math.min(subBlock, length - i);
            float scale = scale(values, offset + i, count);
            LittleEndian.putFloat(payload, position, scale);
            position += Float.BYTES;
            if (scale == 0) {
                Arrays.fill(values, offset + i, offset + i + count, 0);
                Arrays.fill(payload, position, position + bytes(count), (byte) 0);
            } else if (bits == Byte.SIZE) {
                kernels.toBytes(values, offset + i, count, scale, levels, payload, position);
            } else {
                kernels.toBytes(values, offset + i, count, scale, levels, numbers, 0);
                pack(count, payload, position);
            }
            position += bytes(count);
        }
        return position - payloadOffset;
    }

    private float scale(float[] values, int offset, int count) {
        float largest = Float.intBitsToFloat(kernels.largestMagnitudeBits(values, offset, count));
        return largest < MAGNITUDE_MIN ? 0 : largest / levels;
    }

    private int bytes(int count) {
        return bits == Byte.SIZE ? count : (count + 1) / 2;
    }

    /** Two numbers a byte, the first in the lower half. */
    private void pack(int count, byte[] payload, int position) {
        if (count % 2 != 0) {
            numbers[count] = 0;
        }
        for (int i = 0; i < count; i += 2) {
            payload[position + i / 2] = (byte) (numbers[i] & 0xf | numbers[i + 1] << 4);
        }
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
            if (!(scale >= 0 && LittleEndian.isHonest(scale)) || !read(payload, position, count, scale, target, i)) {
                return false;
            }
            position += bytes(count);
        }
        return true;
    }

    /** Whether no number is larger than those that are sent. */
    private boolean read(byte[] payload, int position, int count, float scale, float[] target, int from) {
        boolean isHonest = true;
        if (bits == Byte.SIZE) {
            for (int i = 0; i < count; i++) {
                int number = payload[position + i];
                isHonest &= number >= -levels;
                target[from + i] = number * scale;
            }
            return isHonest;
        }
        for (int i = 0; i < count; i++) {
            int pair = payload[position + i / 2];
            int number = i % 2 == 0 ? pair << 28 >> 28 : pair >> 4;
            isHonest &= number >= -levels;
            target[from + i] = number * scale;
        }
        return isHonest && (count % 2 == 0 || payload[position + count / 2] >> 4 == 0);
    }

    @Override
    public double contraction(int length) {
        double n = Math.min(length, subBlock);
        double squares = 4.0 * levels * levels;
        return squares / (squares + n - 1);
    }
}
