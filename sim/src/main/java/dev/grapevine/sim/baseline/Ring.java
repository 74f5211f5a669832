package dev.grapevine.sim.baseline;

import java.util.stream.IntStream;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.sim.scenario.NetworkConditions;
import dev.grapevine.sim.scenario.Scenario;

/**
 * The ways of a ring of all nodes. A vector of float32 is reduced in 2(n − 1) phases, in each of which every node sends an
 * n-th of it to its successor; the slowest link decides when the next phase begins. While any node does not run or any link
 * is cut, all stand still, and what was disturbed begins anew when that is over. Links that share a line between two places
 * have equal parts of it.
 */
final class Ring {

    private static final Pass NONE = new Pass(Reachability.NEVER, 0);

    private final int nodes;
    private final Reachability reachability;
    private final RandomStream random;
    /** The number of links that share the line over which each node sends. */
    private final int[] sharers;
    private long phasesSoFar;

    /**
     * A computation and the reduction of its results.
     *
     * @param end       when all have the result; {@link Reachability#NEVER} if they never will
     * @param sentBytes of all nodes together, in the pass that got through
     */
    record Pass(long end, long sentBytes) {}

    /**
     * @param random all randomness of the ways; each message has a fork of its own
     */
    Ring(Scenario scenario, Reachability reachability, RandomStream random) {
        this.nodes = scenario.nodes();
        this.reachability = reachability;
        this.random = random;
        this.sharers = new int[nodes];
        boolean haveLines = scenario.weather().sites().between().bytesPerSecondOut().isPresent();
        for (int node = 0; node < nodes; node++) {
            sharers[node] = haveLines ? sharers(node) : 1;
        }
    }

    private int sharers(int node) {
        int from = reachability.site(node);
        int to = reachability.site(successor(node));
        return from == to
                ? 1
                : (int) IntStream.range(0, nodes).filter(
                        other -> reachability.site(other) == from && reachability.site(successor(other)) == to).count();
    }

    private int successor(int node) {
        return (node + 1) % nodes;
    }

    /**
     * The next pass that gets through.
     *
     * @param earliest     when it may begin
     * @param computeNanos how long all compute before it
     * @param length       values of the vector
     */
    Pass pass(long earliest, long computeNanos, int length) {
        long begin = reachability.firstTime(earliest, this::isWhole);
        while (begin != Reachability.NEVER) {
            long disturbed = reachability.firstTime(begin, time -> !isWhole(time));
            Pass pass = reduce(begin + computeNanos, disturbed, length);
            if (pass != NONE) {
                return pass;
            }
            begin = reachability.firstTime(disturbed, this::isWhole);
        }
        return NONE;
    }

    private boolean isWhole(long nanos) {
        for (int node = 0; node < nodes; node++) {
            if (!reachability.isRunning(node, nanos) || !reachability.connects(node, successor(node), nanos)) {
                return false;
            }
        }
        return true;
    }

    /** {@link #NONE} if it is disturbed before it is done. */
    private Pass reduce(long begin, long disturbed, int length) {
        long time = begin;
        long sent = 0;
        for (int phase = 0; phase < 2 * (nodes - 1); phase++) {
            if (time >= disturbed) {
                return NONE;
            }
            long slowest = 0;
            for (int node = 0; node < nodes; node++) {
                NetworkConditions conditions = reachability.conditions(node, successor(node), time);
                RandomStream own = random.fork("link", node).fork("message", phasesSoFar);
                MessageCost cost = MessageCost.draw(conditions, chunkBytes(node, phase, length), own);
                double bytesPerSecond = Math.min(MessageCost.out(conditions), MessageCost.in(conditions));
                slowest = Math.max(slowest, cost.nanos(bytesPerSecond / sharers[node]));
                sent += cost.sentBytes();
            }
            phasesSoFar++;
            time += slowest;
        }
        return time <= disturbed ? new Pass(time, sent) : NONE;
    }

    /** Each chunk starts at another node and goes around; where they are not all equally long, the first are longer. */
    private long chunkBytes(int node, int phase, int length) {
        int chunk = Math.floorMod(node - phase, nodes);
        return (long) Float.BYTES * (length / nodes + (chunk < length % nodes ? 1 : 0));
    }
}
