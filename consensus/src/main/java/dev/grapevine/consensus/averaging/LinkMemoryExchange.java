package dev.grapevine.consensus.averaging;

import java.util.Map;
import java.util.TreeMap;

import dev.grapevine.consensus.averaging.Averaging.Replica;
import dev.grapevine.consensus.compress.Compressor;
import dev.grapevine.consensus.units.FixedPoint;

/**
 * Two random nodes that keep for each other what they have read so far: each sends C(x − x̂), both add it to x̂, and then both
 * move by γ/2 of the difference of the two x̂, in the same integers. It takes the memory of two replicas for every pair.
 *
 * <p>Source: A. Koloskova, S. Stich, M. Jaggi, "Decentralized Stochastic Optimization and Gossip Algorithms with Compressed
 * Communication", ICML 2019, algorithm 1 (CHOCO-Gossip), with memory for each pair and not for each node, since not all hear
 * all. For one thread.
 */
public final class LinkMemoryExchange implements Averaging.Exchange {

    private final CompressedVector vector;
    private final float stepSize;
    private final Map<String, float[]> references = new TreeMap<>();

    /** @param stepSize γ */
    public LinkMemoryExchange(Compressor compressor, double stepSize) {
        this.vector = new CompressedVector(compressor);
        this.stepSize = (float) stepSize;
    }

    @Override
    public long between(Replica initiator, Replica responder, int block, int ditherSeed) {
        float[] ofInitiator = reference(initiator, responder, block);
        float[] ofResponder = reference(responder, initiator, block);
        long bytes = update(initiator, block, ofInitiator, ditherSeed)
                + update(responder, block, ofResponder, ditherSeed);
        int[] increments = new int[ofInitiator.length];
        for (int i = 0; i < increments.length; i++) {
            increments[i] = FixedPoint.toUnits(stepSize / 2 * (ofInitiator[i] - ofResponder[i]));
        }
        responder.parameters().addIncrements(block, increments);
        initiator.parameters().subtractIncrements(block, increments);
        return bytes;
    }

    private float[] reference(Replica of, Replica at, int block) {
        return references.computeIfAbsent(of.number() + " at " + at.number() + " " + block,
                _ -> new float[of.parameters().blocks().length(block)]);
    }

    private int update(Replica replica, int block, float[] reference, int seed) {
        int bytes = vector.send(replica.parameters(), block, -1, reference, seed);
        for (int i = 0; i < reference.length; i++) {
            reference[i] += vector.read(i);
        }
        return bytes;
    }
}
