package dev.grapevine.consensus.compress;

import dev.grapevine.consensus.bits.BitReader;
import dev.grapevine.consensus.bits.BitWriter;
import dev.grapevine.consensus.bits.LittleEndian;
import dev.grapevine.consensus.kernel.BlockKernels;
import dev.grapevine.consensus.random.SharedRandomness;

/**
 * Random rounding of |v| / ‖v‖₂ to whole multiples of 1/S, so that the mean stays; numbers are Rice-coded.
 *
 * <p>Unbiased, E‖Q(v) − v‖² ≤ ω‖v‖² with ω = min(d/S², √d/S). Divided by 1 + ω it contracts: δ = 1 / (1 + ω).
 *
 * <p>Sources: D. Alistarh, D. Grubic, J. Li, R. Tomioka, M. Vojnović, "QSGD: Communication-Efficient SGD via Gradient
 * Quantization and Encoding", NeurIPS 2017, definition 3.1 and lemma 3.1; Koloskova et al. 2019, section 3.5
 * (dividing). There numbers have an Elias code; a Rice code with one parameter a vector takes less where most numbers
 * are small.
 */
final class QsgdCompressor implements Compressor {

    static final int LEVELS_MAX = 1 << 14;
    private static final int HEADER_BYTES = Float.BYTES + 1;
    private static final int PARAMETER_MAX = 16;

    private final int levels;
    private final boolean unbiased;
    private final BlockKernels kernels;
    private final BitWriter writer = new BitWriter();
    private final BitReader reader = new BitReader();
    private int[] numbers = new int[0];

    /**
     * @param levels   S, 1 to {@value #LEVELS_MAX}
     * @param unbiased whether to leave out the division that makes it contract
     */
    QsgdCompressor(int levels, boolean unbiased, BlockKernels kernels) {
        this.levels = levels;
        this.unbiased = unbiased;
        this.kernels = kernels;
    }

    @Override
    public String name() {
        return (unbiased ? "qsgd-unbiased:" : "qsgd:") + levels;
    }

    @Override
    public boolean isUnbiased() {
        return unbiased;
    }

    @Override
    public boolean isRandom() {
        return true;
    }

    @Override
    public int bytesMax(int length) {
        // A parameter for which no number has a zero before its one is always there to choose.
        return Math.toIntExact(HEADER_BYTES + ((long) length * (widestParameter() + 1) + 7) / 8);
    }

    /** The parameter at which no number has higher bits. */
    private int widestParameter() {
        return Integer.SIZE - Integer.numberOfLeadingZeros(2 * levels);
    }

    @Override
    public int encode(float[] values, int offset, int length, int seed, byte[] payload, int payloadOffset) {
        if (numbers.length < length) {
            numbers = new int[length];
        }
        float norm = (float) Math.sqrt(kernels.sumOfSquares(values, offset, length));
        norm = norm < MAGNITUDE_MIN ? 0 : norm;
        float step = step(norm, length);
        float toLevels = norm == 0 ? 0 : levels / norm;
        long sum = 0;
        for (int i = 0; i < length; i++) {
            float value = values[offset + i];
            float random = SharedRandomness.fractionAt(seed, i);
            int level = Math.min(levels, (int) (Math.abs(value) * toLevels + random));
            int number = value < 0 ? -level : level;
            values[offset + i] = number * step;
            numbers[i] = number << 1 ^ number >> 31;
            sum += numbers[i];
        }
        int parameter = parameter(sum, length);
        LittleEndian.putFloat(payload, payloadOffset, norm);
        payload[payloadOffset + Float.BYTES] = (byte) parameter;
        writer.start(payload, payloadOffset + HEADER_BYTES);
        for (int i = 0; i < length; i++) {
            writer.writeRice(numbers[i], parameter);
        }
        return writer.finish() - payloadOffset;
    }

    /** The one that takes the fewest bits, or nearly so. */
    private int parameter(long sum, int length) {
        int best = widestParameter();
        long fewest = (long) length * (best + 1);
        for (int parameter = 0; parameter < best; parameter++) {
            // An upper bound: the lowest bits are cut off number by number.
            long bits = (long) length * (parameter + 1) + (sum >> parameter);
            if (bits < fewest) {
                fewest = bits;
                best = parameter;
            }
        }
        return best;
    }

    private float step(float norm, int length) {
        return unbiased ? norm / levels : (float) (norm / (levels * (1 + variance(length))));
    }

    private double variance(int length) {
        return Math.min(length / ((double) levels * levels), Math.sqrt(length) / levels);
    }

    @Override
    public boolean decode(byte[] payload, int payloadOffset, int payloadBytes, int length, int seed, float[] target) {
        if (payloadBytes < HEADER_BYTES || payloadBytes > bytesMax(length)) {
            return false;
        }
        float norm = LittleEndian.getFloat(payload, payloadOffset);
        int parameter = payload[payloadOffset + Float.BYTES];
        if (!(norm >= 0 && SentNumbers.isHonest(norm)) || parameter < 0 || parameter > PARAMETER_MAX) {
            return false;
        }
        float step = step(norm, length);
        reader.start(payload, payloadOffset + HEADER_BYTES, payloadBytes - HEADER_BYTES);
        for (int i = 0; i < length; i++) {
            int folded = (int) reader.readRice(parameter, 2 * levels);
            if (folded < 0) {
                return false;
            }
            target[i] = (folded >>> 1 ^ -(folded & 1)) * step;
        }
        return reader.isFinished();
    }

    @Override
    public double contraction(int length) {
        return unbiased ? 1 - variance(length) : 1 / (1 + variance(length));
    }
}
