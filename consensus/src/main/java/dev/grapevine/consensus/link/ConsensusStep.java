package dev.grapevine.consensus.link;

import dev.grapevine.consensus.compress.Compressor;
import dev.grapevine.consensus.random.SharedRandomness;

/**
 * The consensus step γ of CHOCO-Gossip on one edge at a time: as large as the references can keep up with.
 *
 * <p>The guarantee of A. Koloskova et al. (ICML 2019, theorem 2) asks for a γ that is quadratic in the spectral gap, far
 * smaller than what works; their experiments tune it by hand. Here it is half of the contraction δ that the compressor has
 * on a vector of independent, nearly normal values, up to meeting in the middle. On a ring of 16 that is within a factor of
 * two of the best γ for every compressor that there is, and none diverges.
 */
public final class ConsensusStep {

    private static final double PER_CONTRACTION = 0.5;
    private static final double LEAST = 1e-3;
    private static final double MOST = 0.5;
    private static final int SEED = 7;

    private ConsensusStep() {}

    /** γ for vectors of that length. */
    public static double of(Compressor compressor, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            int bits = SharedRandomness.at(SEED, i);
            // The sum of four uniform numbers.
            values[i] = (bits & 0xff) + (bits >>> 8 & 0xff) + (bits >>> 16 & 0xff) + (bits >>> 24) - 2 * 0xff;
        }
        float[] read = values.clone();
        compressor.encode(read, 0, length, SEED, new byte[compressor.bytesMax(length)], 0);
        double all = 0;
        double lost = 0;
        for (int i = 0; i < length; i++) {
            double difference = values[i] - read[i];
            all += (double) values[i] * values[i];
            lost += difference * difference;
        }
        double contraction = 1 - lost / Math.max(all, Double.MIN_NORMAL);
        return Math.max(LEAST, Math.min(MOST, PER_CONTRACTION * contraction));
    }
}
