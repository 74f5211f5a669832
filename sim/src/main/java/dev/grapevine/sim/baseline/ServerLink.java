package dev.grapevine.sim.baseline;

import java.util.ArrayList;
import java.util.List;

import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.node.experiment.NetworkConditions;
import dev.grapevine.node.experiment.Scenario;

/**
 * The ways between a server and its workers. The server stands beside node 0: it is on node 0's side of every partition, and
 * a fault of the link between node 0 and a worker is one of the link between the server and that worker; it never fails
 * itself. In each direction the messages of all workers go through the server's link one after the other; each goes as fast
 * as the slower of the server's and the worker's bandwidth lets it.
 */
final class ServerLink {

    private static final int SERVER = 0;

    private final Reachability reachability;
    private final double serverBytesPerSecond;
    private final List<RandomStream> downRandom = new ArrayList<>();
    private final List<RandomStream> upRandom = new ArrayList<>();
    private long downFreeAt;
    private long upFreeAt;

    /**
     * A message on its way.
     *
     * @param arrival virtual time, in nanoseconds; {@link Reachability#NEVER} if the worker cannot be reached all the time
     * @param bytes   sent for it
     */
    record Delivery(long arrival, long bytes) {}

    /**
     * @param random all randomness of the ways; each has a fork of its own
     */
    ServerLink(Scenario scenario, Reachability reachability, RandomStream random) {
        this.reachability = reachability;
        this.serverBytesPerSecond = scenario.compare().serverBytesPerSecond()
                .orElse(scenario.network().bytesPerSecond().orElse(Double.POSITIVE_INFINITY));
        for (int i = 0; i < scenario.nodes(); i++) {
            downRandom.add(random.fork("down", i));
            upRandom.add(random.fork("up", i));
        }
    }

    /** Whether a worker runs and there is a way between it and the server. */
    boolean reaches(int worker, long nanos) {
        return reachability.isRunning(worker, nanos) && reachability.connects(SERVER, worker, nanos);
    }

    /** The same all the time from a beginning up to, not including, an end that is later. */
    boolean reaches(int worker, long begin, long end) {
        return reachability.holdsThroughout(begin, end, time -> reaches(worker, time));
    }

    /** The server sends to a worker. */
    Delivery down(int worker, long bytes, long nanos) {
        MessageCost cost = cost(worker, bytes, nanos, downRandom.get(worker));
        long begin = Math.max(nanos, downFreeAt);
        downFreeAt = begin + duration(cost.sentBytes(), serverBytesPerSecond);
        return delivery(worker, nanos, begin + onTheWay(worker, nanos, cost) + cost.latencyNanos(), cost);
    }

    /** A worker sends to the server; of several, whoever sends first comes first. */
    Delivery up(int worker, long bytes, long nanos) {
        MessageCost cost = cost(worker, bytes, nanos, upRandom.get(worker));
        long begin = Math.max(nanos + cost.latencyNanos(), upFreeAt);
        upFreeAt = begin + duration(cost.sentBytes(), serverBytesPerSecond);
        return delivery(worker, nanos, begin + onTheWay(worker, nanos, cost), cost);
    }

    /** Into a way that is cut already, everything is sent once. */
    private MessageCost cost(int worker, long bytes, long nanos, RandomStream random) {
        return reaches(worker, nanos)
                ? MessageCost.draw(reachability.conditions(SERVER, worker, nanos), bytes, random)
                : new MessageCost(bytes, 0, 0);
    }

    private long onTheWay(int worker, long nanos, MessageCost cost) {
        NetworkConditions conditions = reachability.conditions(SERVER, worker, nanos);
        double slower = Math.min(serverBytesPerSecond, conditions.bytesPerSecond().orElse(Double.POSITIVE_INFINITY));
        return duration(cost.sentBytes(), slower) + cost.waitNanos();
    }

    private Delivery delivery(int worker, long begin, long end, MessageCost cost) {
        boolean arrives = reaches(worker, begin, Math.max(begin + 1, end));
        return new Delivery(arrives ? end : Reachability.NEVER, cost.sentBytes());
    }

    private static long duration(long bytes, double bytesPerSecond) {
        return (long) (bytes * 1e9 / bytesPerSecond);
    }
}
