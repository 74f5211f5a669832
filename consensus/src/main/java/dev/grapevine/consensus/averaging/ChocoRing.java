package dev.grapevine.consensus.averaging;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.grapevine.consensus.averaging.Averaging.Replica;
import dev.grapevine.consensus.compress.Compressor;
import dev.grapevine.consensus.random.SharedRandomness;
import dev.grapevine.consensus.units.FixedPoint;

/**
 * Nodes on a ring, each of which sends C(x − x̂) to its two neighbours; all three add it to x̂, and then each edge moves its two
 * ends by γ/3 of the difference of their x̂, in the same integers.
 *
 * <p>Source: A. Koloskova, S. Stich, M. Jaggi, "Decentralized Stochastic Optimization and Gossip Algorithms with Compressed
 * Communication", ICML 2019, algorithm 1 (CHOCO-Gossip), with weights of a third. For one thread.
 */
public final class ChocoRing implements Averaging.Round {

    private static final int NEIGHBOURS = 2;

    private final CompressedVector vector;
    private final float stepSize;
    private final Map<Integer, float[]> references = new TreeMap<>();
    private int seed;

    /** @param stepSize γ */
    public ChocoRing(Compressor compressor, double stepSize) {
        this.vector = new CompressedVector(compressor);
        this.stepSize = (float) stepSize;
    }

    @Override
    public long once(List<Replica> replicas) {
        int blocks = replicas.getFirst().parameters().blocks().count();
        long bytes = 0;
        for (int block = 0; block < blocks; block++) {
            for (Replica replica : replicas) {
                bytes += (long) NEIGHBOURS * send(replica, block, replicas.size());
            }
            for (int i = 0; i < replicas.size(); i++) {
                move(replicas.get(i), replicas.get((i + 1) % replicas.size()), block, replicas.size());
            }
        }
        return bytes;
    }

    private int send(Replica replica, int block, int nodes) {
        float[] reference = reference(replica, block, nodes);
        seed++;
        int bytes = vector.send(replica.parameters(), block, -1, reference, SharedRandomness.mix(seed));
        for (int i = 0; i < reference.length; i++) {
            reference[i] += vector.read(i);
        }
        return bytes;
    }

    private void move(Replica one, Replica next, int block, int nodes) {
        float[] ofOne = reference(one, block, nodes);
        float[] ofNext = reference(next, block, nodes);
        int[] increments = new int[ofOne.length];
        for (int i = 0; i < increments.length; i++) {
            increments[i] = FixedPoint.toUnits(stepSize / (NEIGHBOURS + 1) * (ofNext[i] - ofOne[i]));
        }
        one.parameters().addIncrements(block, increments);
        next.parameters().subtractIncrements(block, increments);
    }

    private float[] reference(Replica replica, int block, int nodes) {
        return references.computeIfAbsent(block * nodes + replica.number(),
                _ -> new float[replica.parameters().blocks().length(block)]);
    }
}
