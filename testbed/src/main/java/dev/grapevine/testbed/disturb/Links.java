package dev.grapevine.testbed.disturb;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.grapevine.node.experiment.NetworkConditions;

/** What each way between two nodes is like at the moment. Any thread may use it. */
final class Links {

    private static final int NO_GROUP = -1;

    private final NetworkConditions[][] conditions;
    private int[] groups;

    Links(int nodes) {
        conditions = new NetworkConditions[nodes][nodes];
        for (NetworkConditions[] row : conditions) {
            Arrays.fill(row, NetworkConditions.USUAL);
        }
    }

    synchronized void partition(List<List<Integer>> partitionGroups) {
        groups = new int[conditions.length];
        Arrays.fill(groups, NO_GROUP);
        for (int group = 0; group < partitionGroups.size(); group++) {
            for (int node : partitionGroups.get(group)) {
                groups[node] = group;
            }
        }
    }

    synchronized void heal() {
        groups = null;
        notifyAll();
    }

    synchronized void condition(int first, int second, NetworkConditions now) {
        conditions[first][second] = now;
        conditions[second][first] = now;
    }

    /** Waits while the way is cut. */
    synchronized void awaitOpen(int from, int to) throws InterruptedException {
        while (!connects(from, to)) {
            wait();
        }
    }

    /**
     * Waits while the way is cut, but not for ever.
     *
     * @return whether it is open now
     */
    synchronized boolean awaitOpen(int from, int to, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (long left = patience.toMillis(); !connects(from, to) && left > 0; left = (deadline - System.nanoTime())
                / 1_000_000) {
            wait(left);
        }
        return connects(from, to);
    }

    /** Waits as long as so many bytes take on this way, and longer while it is cut. */
    void carry(int from, int to, int bytes) throws InterruptedException {
        awaitOpen(from, to);
        NetworkConditions now = of(from, to);
        long nanos = now.latencyMost().map(Duration::toNanos).orElse(0L);
        if (now.bytesPerSecond().isPresent()) {
            nanos += (long) (bytes * 1e9 / now.bytesPerSecond().getAsDouble());
        }
        if (nanos > 0) {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    }

    private synchronized NetworkConditions of(int from, int to) {
        return isNode(from) && isNode(to) ? conditions[from][to] : NetworkConditions.USUAL;
    }

    private boolean connects(int from, int to) {
        return groups == null || !isNode(from) || !isNode(to)
                || groups[from] != NO_GROUP && groups[from] == groups[to];
    }

    /** Others than nodes may look at nodes from any address. */
    private boolean isNode(int number) {
        return number >= 0 && number < conditions.length;
    }
}
