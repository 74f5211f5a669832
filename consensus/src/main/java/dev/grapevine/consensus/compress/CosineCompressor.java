package dev.grapevine.consensus.compress;

import java.util.Arrays;

import dev.grapevine.consensus.bits.BitReader;
import dev.grapevine.consensus.bits.BitWriter;
import dev.grapevine.consensus.bits.LittleEndian;
import dev.grapevine.consensus.kernel.BlockKernels;

/**
 * The K largest coefficients of the cosine transform of each {@value CosineTransform#LENGTH} values, as bf16 and
 * six bits of index. δ = K/{@value CosineTransform#LENGTH} but for rounding, since the transform keeps norms.
 *
 * <p>Source: B. Peng, J. Quesnelle, D. P. Kingma, "DeMo: Decoupled Momentum Optimization", 2024, section 3.2 (there on
 * squares of matrices, here on the vector as it lies).
 */
final class CosineCompressor implements Compressor {

    private static final int CHUNK = CosineTransform.LENGTH;
    private static final int INDEX_BITS = 6;

    private final int kept;
    private final CosineTransform transform;
    private final BlockKernels kernels;
    private final BitWriter writer = new BitWriter();
    private final BitReader reader = new BitReader();
    private final float[] coefficients = new float[CHUNK];
    private final float[] chunk = new float[CHUNK];

    /** @param kept K, 1 to {@value CosineTransform#LENGTH} */
    CosineCompressor(int kept, BlockKernels kernels) {
        this.kept = kept;
        this.transform = new CosineTransform(kernels);
        this.kernels = kernels;
    }

    @Override
    public String name() {
        return "dct:" + kept;
    }

    @Override
    public int bytesMax(int length) {
        long count = (long) kept * Math.ceilDiv(length, CHUNK);
        return Math.toIntExact(count * Short.BYTES + (count * INDEX_BITS + 7) / 8);
    }

    private int bytesOfValues(int length) {
        return kept * Math.ceilDiv(length, CHUNK) * Short.BYTES;
    }

    @Override
    public int encode(float[] values, int offset, int length, int seed, byte[] payload, int payloadOffset) {
        writer.start(payload, payloadOffset + bytesOfValues(length));
        int position = payloadOffset;
        for (int i = 0; i < length; i += CHUNK) {
            int count = Math.min(CHUNK, length - i);
            transform.forward(values, offset + i, count, coefficients);
            long selection = TopKSelection.of(kernels, coefficients, 0, CHUNK, kept);
            int from = 0;
            int index = TopKSelection.next(kernels, coefficients, 0, from, CHUNK, selection);
            while (index >= 0) {
                Arrays.fill(coefficients, from, index, 0);
                writer.write(index, INDEX_BITS);
                coefficients[index] = LittleEndian.putBfloat16(payload, position, coefficients[index]);
                position += Short.BYTES;
                from = index + 1;
                index = TopKSelection.next(kernels, coefficients, 0, from, CHUNK, selection);
            }
            Arrays.fill(coefficients, from, CHUNK, 0);
            transform.inverse(coefficients, chunk);
            System.arraycopy(chunk, 0, values, offset + i, count);
        }
        return writer.finish() - payloadOffset;
    }

    @Override
    public boolean decode(byte[] payload, int payloadOffset, int payloadBytes, int length, int seed, float[] target) {
        if (payloadBytes != bytesMax(length)) {
            return false;
        }
        int bytesOfValues = bytesOfValues(length);
        reader.start(payload, payloadOffset + bytesOfValues, payloadBytes - bytesOfValues);
        int position = payloadOffset;
        for (int i = 0; i < length; i += CHUNK) {
            if (!readChunk(payload, position)) {
                return false;
            }
            position += kept * Short.BYTES;
            transform.inverse(coefficients, chunk);
            System.arraycopy(chunk, 0, target, i, Math.min(CHUNK, length - i));
        }
        return reader.isFinished();
    }

    private boolean readChunk(byte[] payload, int offset) {
        Arrays.fill(coefficients, 0);
        int last = -1;
        for (int i = 0; i < kept; i++) {
            int index = (int) reader.read(INDEX_BITS);
            float value = LittleEndian.getBfloat16(payload, offset + i * Short.BYTES);
            if (index <= last || !SentNumbers.isHonest(value)) {
                return false;
            }
            coefficients[index] = value;
            last = index;
        }
        return true;
    }

    @Override
    public double contraction(int length) {
        // Fewer values than coefficients: those that are kept may be all of the vector's, but need not.
        return (double) kept / CHUNK * (1 - Bfloat16Compressor.SQUARED_ERROR);
    }
}
