package dev.grapevine.consensus.averaging;

import java.util.Map;
import java.util.TreeMap;

import dev.grapevine.consensus.averaging.Averaging.Replica;
import dev.grapevine.consensus.compress.Compressor;
import dev.grapevine.consensus.units.FixedPoint;

/**
 * Two random nodes that remember what compression has withheld so far, but not from whom: each sends q = C(x + e) and keeps
 * e = x + e − q, and both move by γ/2 of the difference of the two q, in the same integers. The mean stays, but they never
 * agree: what is withheld is as large as the values, and it is owed to a node that one meets no more.
 *
 * <p>Source of the feedback: S. P. Karimireddy et al., "Error Feedback Fixes SignSGD and other Gradient Compression Schemes",
 * ICML 2019, algorithm 2, made for sums that all add to. For one thread.
 */
public final class ErrorFeedbackExchange implements Averaging.Exchange {

    private final CompressedVector vector;
    private final float stepSize;
    private final Map<String, float[]> errors = new TreeMap<>();

    /** @param stepSize γ */
    public ErrorFeedbackExchange(Compressor compressor, double stepSize) {
        this.vector = new CompressedVector(compressor);
        this.stepSize = (float) stepSize;
    }

    @Override
    public long between(Replica initiator, Replica responder, int block, int ditherSeed) {
        float[] difference = new float[initiator.parameters().blocks().length(block)];
        long bytes = send(initiator, block, ditherSeed, 1, difference)
                + send(responder, block, ditherSeed, -1, difference);
        int[] increments = new int[difference.length];
        for (int i = 0; i < increments.length; i++) {
            increments[i] = FixedPoint.toUnits(stepSize / 2 * difference[i]);
        }
        responder.parameters().addIncrements(block, increments);
        initiator.parameters().subtractIncrements(block, increments);
        return bytes;
    }

    private int send(Replica replica, int block, int seed, int sign, float[] difference) {
        float[] error = errors.computeIfAbsent(replica.number() + " " + block, _ -> new float[difference.length]);
        int bytes = vector.send(replica.parameters(), block, 1, error, seed);
        for (int i = 0; i < difference.length; i++) {
            error[i] = vector.lost(i);
            difference[i] += sign * vector.read(i);
        }
        return bytes;
    }
}
