package dev.grapevine.consensus.averaging;

import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.SplittableRandom;

import dev.grapevine.consensus.averaging.Averaging.Exchange;
import dev.grapevine.consensus.averaging.Averaging.Outcome;
import dev.grapevine.consensus.averaging.Averaging.Replica;
import dev.grapevine.consensus.averaging.Averaging.Round;
import dev.grapevine.consensus.parameters.Blocks;

/** Replicas drawn at random that meet at random. */
final class RandomAveraging {

    private final SplittableRandom random;
    private final Blocks blocks;
    private final Averaging averaging;

    /**
     * @param common standard deviation of what all replicas have in common
     * @param own    standard deviation of what is each one's own
     */
    RandomAveraging(int nodes, Blocks blocks, double common, double own, long seed) {
        this.blocks = blocks;
        this.random = new SplittableRandom(seed);
        float[] shared = new float[blocks.parameters()];
        for (int i = 0; i < shared.length; i++) {
            shared[i] = (float) (common * random.nextGaussian());
        }
        List<float[]> initial = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            float[] values = shared.clone();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (own * random.nextGaussian());
            }
            initial.add(values);
        }
        this.averaging = new Averaging(blocks, initial);
    }

    /** Goes on until the distance is below the fraction of what it was at first, or the rounds are over. */
    Outcome run(Exchange exchange, double fraction, int roundsMax) {
        return run(Averaging.randomMatching(exchange, random::nextInt, random::nextInt), fraction, roundsMax);
    }

    /** The same for rounds of any kind. */
    Outcome run(Round round, double fraction, int roundsMax) {
        return averaging.run(round, fraction, roundsMax);
    }

    /**
     * Between rounds, training moves one parameter of one node always the same way.
     *
     * @param change by how much, in units
     * @return the largest difference that any node ever expected, over the largest that there ever was
     */
    double exaggerationWhileOneNodeTrains(Exchange exchange, int change, int rounds) {
        List<Replica> replicas = averaging.replicas();
        Round round = Averaging.randomMatching(exchange, random::nextInt, random::nextInt);
        int[] increments = new int[blocks.length(0)];
        increments[0] = change;
        double largestExpected = 0;
        double largestDifference = 0;
        for (int i = 0; i < rounds; i++) {
            replicas.getFirst().parameters().addIncrements(0, increments);
            largestDifference = Math.max(largestDifference, range(replicas));
            round.once(replicas);
            for (Replica replica : replicas) {
                largestExpected = Math.max(largestExpected, replica.scale().expected(0));
            }
        }
        return largestExpected / largestDifference;
    }

    /** From the least to the largest of all replicas, in the parameter where that is most. */
    private double range(List<Replica> replicas) {
        double range = 0;
        for (int i = 0; i < blocks.parameters(); i++) {
            int parameter = i;
            IntSummaryStatistics values = replicas.stream()
                    .mapToInt(replica -> replica.parameters().units()[parameter]).summaryStatistics();
            range = Math.max(range, (double) values.getMax() - values.getMin());
        }
        return range;
    }
}
