package dev.grapevine.consensus.compress;

import java.util.Arrays;

import dev.grapevine.consensus.bits.BitReader;
import dev.grapevine.consensus.bits.BitWriter;
import dev.grapevine.consensus.bits.GapCoding;
import dev.grapevine.consensus.bits.LittleEndian;
import dev.grapevine.consensus.kernel.BlockKernels;

/**
 * The fraction of the values with the largest magnitude, as bf16; the others become 0. The gaps between their
 * indices are Rice-coded, some seven bits each at one in a hundred.
 *
 * <p>δ = k/d, but for the rounding of those that are sent. Source: S. Stich, J.-B. Cordonnier, M. Jaggi, "Sparsified
 * SGD with Memory", NeurIPS 2018, definition 2.1 and lemma A.1.
 */
final class TopKCompressor implements Compressor {

    private final double fraction;
    private final BlockKernels kernels;
    private final BitWriter writer = new BitWriter();
    private final BitReader reader = new BitReader();

    /** @param fraction more than 0, at most 1 */
    TopKCompressor(double fraction, BlockKernels kernels) {
        this.fraction = fraction;
        this.kernels = kernels;
    }

    @Override
    public String name() {
        return "topk:" + Fractions.text(fraction);
    }

    @Override
    public int bytesMax(int length) {
        int count = Fractions.count(fraction, length);
        return Math.toIntExact((long) count * Short.BYTES + GapCoding.bytesMax(count, length));
    }

    @Override
    public int encode(float[] values, int offset, int length, int seed, byte[] payload, int payloadOffset) {
        int count = Fractions.count(fraction, length);
        int parameter = GapCoding.parameter(count, length);
        writer.start(payload, payloadOffset + count * Short.BYTES);
        long selection = TopKSelection.of(kernels, values, offset, length, count);
        int position = payloadOffset;
        int from = 0;
        int index = TopKSelection.next(kernels, values, offset, from, length, selection);
        while (index >= 0) {
            Arrays.fill(values, offset + from, offset + index, 0);
            writer.writeRice(index - from, parameter);
            values[offset + index] = LittleEndian.putBfloat16(payload, position, values[offset + index]);
            position += Short.BYTES;
            from = index + 1;
            index = TopKSelection.next(kernels, values, offset, from, length, selection);
        }
        Arrays.fill(values, offset + from, offset + length, 0);
        return writer.finish() - payloadOffset;
    }

    @Override
    public boolean decode(byte[] payload, int payloadOffset, int payloadBytes, int length, int seed, float[] target) {
        int count = Fractions.count(fraction, length);
        int bytesOfValues = count * Short.BYTES;
        if (payloadBytes < bytesOfValues || payloadBytes > bytesMax(length)) {
            return false;
        }
        int parameter = GapCoding.parameter(count, length);
        reader.start(payload, payloadOffset + bytesOfValues, payloadBytes - bytesOfValues);
        Arrays.fill(target, 0, length, 0);
        int index = -1;
        for (int i = 0; i < count; i++) {
            int gap = (int) reader.readRice(parameter, length);
            index += 1 + gap;
            if (gap < 0 || index >= length) {
                return false;
            }
            float value = LittleEndian.getBfloat16(payload, payloadOffset + i * Short.BYTES);
            if (!SentNumbers.isHonest(value)) {
                return false;
            }
            target[index] = value;
        }
        return reader.isFinished();
    }

    @Override
    public double contraction(int length) {
        return Fractions.of(fraction, length) * (1 - Bfloat16Compressor.SQUARED_ERROR);
    }
}
