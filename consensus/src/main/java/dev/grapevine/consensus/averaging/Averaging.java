package dev.grapevine.consensus.averaging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;

import dev.grapevine.consensus.coding.peer.DisagreementEstimate;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.parameters.PublishedParameters;

/**
 * Replicas that do nothing but exchange, round after round: how soon do they agree, and does their mean stay? For
 * one thread.
 */
public final class Averaging {

    /**
     * A node without training.
     *
     * @param number from 0 on
     */
    public record Replica(int number, PublishedParameters parameters, DisagreementEstimate scale) {}

    /** The exchange of one block between two nodes. */
    @FunctionalInterface
    public interface Exchange {

        /** Changes both and says how many bytes travelled. */
        long between(Replica initiator, Replica responder, int block, int ditherSeed);
    }

    /** One round of all nodes. */
    @FunctionalInterface
    public interface Round {

        /** Changes replicas and says how many bytes travelled. */
        long once(List<Replica> replicas);
    }

    /**
     * The result of an experiment so far.
     *
     * @param meanKept          whether the sum of all replicas stayed the same in every parameter after every round
     * @param drift             how far the mean of all replicas is from where it was at first, over the root of the
     * mean squared distance that replicas had from it then
     * @param rounds            after how many rounds the sum of squared distances to the mean was below the fraction
     * asked for; empty if it never was
     * @param remainingFraction the part of that sum that is left
     * @param bytesPerNode      bytes sent per node
     */
    public record Outcome(boolean meanKept, double drift, OptionalInt rounds, double remainingFraction,
            double bytesPerNode) {}

    private final List<Replica> replicas = new ArrayList<>();
    private final long[] firstSums;
    private final double firstDistance;
    private boolean meanKept = true;
    private int rounds;
    private long bytes;

    /** @param initial the values of each node, in one layout */
    public Averaging(Blocks blocks, List<float[]> initial) {
        for (float[] values : initial) {
            replicas.add(new Replica(replicas.size(), new PublishedParameters(blocks, values),
                    new DisagreementEstimate(blocks.count())));
        }
        firstSums = sums();
        firstDistance = squaredDistance();
    }

    /**
     * A random perfect matching: every node meets one other.
     *
     * @param below draws a whole number from 0 up to, not including, its argument
     * @param seeds draws the seeds of exchanges
     */
    public static Round randomMatching(Exchange exchange, IntUnaryOperator below, IntSupplier seeds) {
        return replicas -> {
            List<Replica> unmatched = new ArrayList<>(replicas);
            long bytes = 0;
            while (unmatched.size() > 1) {
                Replica initiator = unmatched.remove(below.applyAsInt(unmatched.size()));
                Replica responder = unmatched.remove(below.applyAsInt(unmatched.size()));
                for (int block = 0; block < initiator.parameters.blocks().count(); block++) {
                    bytes += exchange.between(initiator, responder, block, seeds.getAsInt());
                }
            }
            return bytes;
        };
    }

    /** The nodes, in order. */
    public List<Replica> replicas() {
        return List.copyOf(replicas);
    }

    /**
     * Runs until the distance is below the fraction of the initial one, or the total number of rounds over all
     * calls reaches {@code roundsMax}.
     */
    public Outcome run(Round round, double fraction, int roundsMax) {
        double distance = squaredDistance();
        while (distance >= fraction * firstDistance && rounds < roundsMax) {
            bytes += round.once(replicas);
            rounds++;
            meanKept &= Arrays.equals(firstSums, sums());
            distance = squaredDistance();
        }
        boolean isReached = distance < fraction * firstDistance;
        return new Outcome(meanKept, drift(), isReached ? OptionalInt.of(rounds) : OptionalInt.empty(),
                distance / firstDistance, (double) bytes / replicas.size());
    }

    private double drift() {
        long[] sums = sums();
        double squares = 0;
        for (int i = 0; i < sums.length; i++) {
            double moved = (double) (sums[i] - firstSums[i]) / replicas.size();
            squares += moved * moved;
        }
        return Math.sqrt(squares * replicas.size() / firstDistance);
    }

    /** Parameter by parameter, over all replicas. */
    private long[] sums() {
        long[] sums = new long[replicas.getFirst().parameters.blocks().parameters()];
        for (Replica replica : replicas) {
            int[] units = replica.parameters.units();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += units[i];
            }
        }
        return sums;
    }

    /** The sum over all replicas of the squared distances to the mean. */
    private double squaredDistance() {
        long[] sums = sums();
        double squares = 0;
        for (Replica replica : replicas) {
            int[] units = replica.parameters.units();
            for (int i = 0; i < sums.length; i++) {
                double distance = units[i] - (double) sums[i] / replicas.size();
                squares += distance * distance;
            }
        }
        return squares;
    }
}
