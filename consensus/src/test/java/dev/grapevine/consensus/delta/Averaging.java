package dev.grapevine.consensus.delta;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

import dev.grapevine.consensus.measure.Differences;
import dev.grapevine.consensus.merge.Average;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.parameters.PublishedParameters;

/**
 * Replicas that do nothing but exchange: in each round every node meets one other, as a random perfect matching has it.
 */
final class Averaging {

    /** A node without training. */
    record Replica(PublishedParameters parameters, DisagreementScale scale) {}

    /** What two nodes do about one block. */
    @FunctionalInterface
    interface Exchange {
        void between(Replica initiator, Replica responder, int block, int ditherSeed);
    }

    /**
     * What came of an experiment.
     *
     * @param meanKept          whether the sum of all replicas stayed the same in every parameter after every round
     * @param rounds            after how many rounds the sum of squared distances to the mean was below the fraction
     *                          asked for; empty if it never was
     * @param remainingFraction what was left of that sum in the end
     */
    record Outcome(boolean meanKept, OptionalInt rounds, double remainingFraction) {}

    private final List<Replica> replicas = new ArrayList<>();
    private final SplittableRandom random;
    private final Blocks blocks;

    /**
     * @param common  standard deviation of what all replicas have in common
     * @param own standard deviation of what is each one's own
     */
    Averaging(int nodes, Blocks blocks, double common, double own, long seed) {
        this.blocks = blocks;
        this.random = new SplittableRandom(seed);
        float[] shared = new float[blocks.parameters()];
        for (int i = 0; i < shared.length; i++) {
            shared[i] = (float) (common * random.nextGaussian());
        }
        for (int node = 0; node < nodes; node++) {
            float[] values = shared.clone();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (own * random.nextGaussian());
            }
            replicas.add(new Replica(new PublishedParameters(blocks, values), new DisagreementScale(blocks.count())));
        }
    }

    /** The exchange of the protocol: values there, difference back, both move by the same integers. */
    static Exchange with(DeltaCodec codec) {
        Average average = new Average();
        return (initiator, responder, block, ditherSeed) -> {
            Blocks blocks = initiator.parameters.blocks();
            int offset = blocks.offset(block);
            int length = blocks.length(block);
            int[] differences = new int[length];
            Grid grid = codec.firstGrid(initiator.scale.expected(block));
            while (!read(codec, initiator, responder, offset, length, grid, ditherSeed, differences)) {
                grid = codec.widen(grid);
            }
            byte[] reply = new byte[codec.differenceBytesMax(grid, length)];
            int replyBytes = codec.encodeDifference(differences, length, grid, ditherSeed, reply, 0);
            responder.scale.observed(block, Differences.largest(differences, length));
            average.toIncrements(differences, length, 1);
            responder.parameters.addIncrements(block, differences);

            int[] received = new int[length];
            if (!codec.decodeDifference(reply, 0, replyBytes, length, grid, ditherSeed, received)) {
                throw new AssertionError("an honest reply was refused");
            }
            initiator.scale.observed(block, Differences.largest(received, length));
            average.toIncrements(received, length, 1);
            initiator.parameters.subtractIncrements(block, received);
        };
    }

    private static boolean read(DeltaCodec codec, Replica initiator, Replica responder, int offset, int length,
            Grid grid, int ditherSeed, int[] differences) {
        byte[] payload = new byte[codec.valueBytesMax(grid, length)];
        int bytes = codec.encodeValues(initiator.parameters.units(), offset, length, grid, ditherSeed, payload, 0);
        return switch (codec.difference(payload, 0, bytes, responder.parameters.units(), offset, length, grid,
                ditherSeed,
                differences)) {
            case DECODED -> true;
            case OUT_OF_REACH -> false;
            case MALFORMED -> throw new AssertionError("honest values were refused");
        };
    }

    /**
     * Each side rounds the other's values to four bits over the block's range and moves half way there: what one would
     * do who thinks of compression only.
     */
    static Exchange replacingByRoundedValues() {
        return (initiator, responder, block, ditherSeed) -> {
            int[] ofInitiator = rounded(initiator.parameters, block);
            int[] ofResponder = rounded(responder.parameters, block);
            responder.parameters.addIncrements(block, halfWayTo(ofInitiator, responder.parameters, block));
            initiator.parameters.addIncrements(block, halfWayTo(ofResponder, initiator.parameters, block));
        };
    }

    private static int[] rounded(PublishedParameters parameters, int block) {
        int offset = parameters.blocks().offset(block);
        int[] values = new int[parameters.blocks().length(block)];
        System.arraycopy(parameters.units(), offset, values, 0, values.length);
        int step = Math.max(1, Differences.largest(values, values.length) / 8);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.floorDiv(values[i] + step / 2, step) * step;
        }
        return values;
    }

    private static int[] halfWayTo(int[] target, PublishedParameters parameters, int block) {
        int offset = parameters.blocks().offset(block);
        int[] increments = new int[target.length];
        for (int i = 0; i < target.length; i++) {
            increments[i] = (target[i] - parameters.units()[offset + i]) / 2;
        }
        return increments;
    }

    /** Goes on until the distance is below the fraction of what it was at first, or the rounds are over. */
    Outcome run(Exchange exchange, double fraction, int roundsMax) {
        long[] sums = sums();
        double first = squaredDistance();
        boolean meanKept = true;
        OptionalInt reached = OptionalInt.empty();
        for (int round = 1; round <= roundsMax && reached.isEmpty(); round++) {
            meetOnce(exchange);
            meanKept &= Arrays.equals(sums, sums());
            if (squaredDistance() < fraction * first) {
                reached = OptionalInt.of(round);
            }
        }
        return new Outcome(meanKept, reached, squaredDistance() / first);
    }

    /**
     * Between rounds, training moves one parameter of one node always the same way.
     *
     * @param change by how much, in units
     * @return the largest difference that any node ever expected, over the largest that there ever was
     */
    double exaggerationWhileOneNodeTrains(Exchange exchange, int change, int rounds) {
        int[] increments = new int[blocks.length(0)];
        increments[0] = change;
        double largestExpected = 0;
        double largestDifference = 0;
        for (int round = 0; round < rounds; round++) {
            replicas.getFirst().parameters.addIncrements(0, increments);
            largestDifference = Math.max(largestDifference, range());
            meetOnce(exchange);
            for (Replica replica : replicas) {
                largestExpected = Math.max(largestExpected, replica.scale.expected(0));
            }
        }
        return largestExpected / largestDifference;
    }

    /** From the least to the largest of all replicas, in the parameter where that is most. */
    private double range() {
        double range = 0;
        for (int i = 0; i < blocks.parameters(); i++) {
            int parameter = i;
            IntSummaryStatistics values = replicas.stream()
                    .mapToInt(replica -> replica.parameters.units()[parameter]).summaryStatistics();
            range = Math.max(range, (double) values.getMax() - values.getMin());
        }
        return range;
    }

    private void meetOnce(Exchange exchange) {
        List<Replica> unmatched = new ArrayList<>(replicas);
        while (unmatched.size() > 1) {
            Replica initiator = unmatched.remove(random.nextInt(unmatched.size()));
            Replica responder = unmatched.remove(random.nextInt(unmatched.size()));
            for (int block = 0; block < blocks.count(); block++) {
                exchange.between(initiator, responder, block, random.nextInt());
            }
        }
    }

    /** Parameter by parameter, over all replicas. */
    private long[] sums() {
        long[] sums = new long[blocks.parameters()];
        for (Replica replica : replicas) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += replica.parameters.units()[i];
            }
        }
        return sums;
    }

    /** The sum over all replicas of the squared distances to the mean. */
    private double squaredDistance() {
        long[] sums = sums();
        double squares = 0;
        for (Replica replica : replicas) {
            for (int i = 0; i < sums.length; i++) {
                double distance = replica.parameters.units()[i] - (double) sums[i] / replicas.size();
                squares += distance * distance;
            }
        }
        return squares;
    }
}
