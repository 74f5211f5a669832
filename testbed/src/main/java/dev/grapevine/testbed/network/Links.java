package dev.grapevine.testbed.network;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.sim.network.Cuts;
import dev.grapevine.sim.network.Ways;
import dev.grapevine.sim.scenario.NetworkConditions;
import dev.grapevine.sim.scenario.PartitionShape;

/** Current conditions of each link between two nodes. Any thread may use it. */
final class Links implements Ways {

    private final int nodes;
    private final NetworkConditions usual;
    private final Cuts cuts;
    private final RandomStream random = new RandomStream(1);
    /** Changes by link; looked up, never walked through. */
    private final Map<Long, List<NetworkConditions>> changes = new HashMap<>();

    Links(int nodes, NetworkConditions usual) {
        this.nodes = nodes;
        this.usual = usual;
        this.cuts = new Cuts(nodes);
    }

    @Override
    public synchronized void cut(PartitionShape shape) {
        cuts.add(shape);
    }

    @Override
    public synchronized void heal(PartitionShape shape) {
        cuts.remove(shape);
        notifyAll();
    }

    @Override
    public synchronized void change(int first, int second, NetworkConditions conditions) {
        changes.computeIfAbsent(key(first, second), unused -> new ArrayList<>()).add(conditions);
    }

    @Override
    public synchronized void restore(int first, int second, NetworkConditions conditions) {
        changes.get(key(first, second)).remove(conditions);
    }

    /** The same in both directions. */
    private static long key(int first, int second) {
        return (long) Math.min(first, second) << Integer.SIZE | Math.max(first, second);
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

    /** Waits for the time that this many bytes take on a link, and longer while it is cut. */
    void carry(int from, int to, int bytes) throws InterruptedException {
        awaitOpen(from, to);
        long nanos = nanosFor(from, to, bytes);
        if (nanos > 0) {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    }

    private synchronized long nanosFor(int from, int to, int bytes) {
        NetworkConditions now = usual;
        for (NetworkConditions change : changes.getOrDefault(key(from, to), List.of())) {
            now = now.overlaidBy(change);
        }
        long nanos = now.latency().isPresent() ? now.latency().get().draw(random) : 0;
        return now.bytesPerSecondOut().isPresent()
                ? nanos + (long) (bytes * 1e9 / now.bytesPerSecondOut().getAsDouble())
                : nanos;
    }

    /** Whether a link is open. Clients that are no nodes are never cut off. */
    private boolean connects(int from, int to) {
        return !isNode(from) || !isNode(to) || cuts.connects(from, to);
    }

    private boolean isNode(int number) {
        return number >= 0 && number < nodes;
    }
}
