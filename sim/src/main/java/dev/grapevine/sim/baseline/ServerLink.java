package dev.grapevine.sim.baseline;

import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.node.experiment.NetworkConditions;
import dev.grapevine.node.experiment.Scenario;

/**
 * The ways between a server and its workers. The server stands beside node 0: it is on node 0's side of every partition, and
 * a fault of the link between node 0 and a worker is one of the link between the server and that worker; it never fails
 * itself. In each direction the messages of all workers go through the server's link one after the other, as those of one
 * place go through the line between it and the server's; each goes as fast as the slowest part of its way lets it.
 */
final class ServerLink {

    private static final int SERVER = 0;

    private final Reachability reachability;
    private final double outBytesPerSecond;
    private final double inBytesPerSecond;
    private final boolean sitesHaveLines;
    private final RandomStream random;
    private final long[] sent;
    private long outFreeAt;
    private long inFreeAt;
    private final long[] lineDownFreeAt;
    private final long[] lineUpFreeAt;

    /**
     * A message on its way.
     *
     * @param arrival virtual time, in nanoseconds; {@link Reachability#NEVER} if the worker cannot be reached all the time
     * @param bytes   sent for it
     */
    record Delivery(long arrival, long bytes) {}

    /**
     * @param random all randomness of the ways; each message has a fork of its own
     */
    ServerLink(Scenario scenario, Reachability reachability, RandomStream random) {
        this.reachability = reachability;
        NetworkConditions usual = scenario.network();
        this.outBytesPerSecond = scenario.compare().serverBytesPerSecond().orElse(Reachability.out(usual));
        this.inBytesPerSecond = scenario.compare().serverBytesPerSecond().orElse(Reachability.in(usual));
        NetworkConditions between = scenario.weather().sites().between();
        this.sitesHaveLines = between.bytesPerSecondOut().isPresent();
        int sites = scenario.weather().sites().groups().size() + 1;
        this.lineDownFreeAt = new long[sites];
        this.lineUpFreeAt = new long[sites];
        this.random = random;
        this.sent = new long[scenario.nodes()];
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
        NetworkConditions conditions = reachability.conditions(SERVER, worker, nanos);
        MessageCost cost = cost(worker, bytes, nanos, conditions);
        long begin = Math.max(Math.max(nanos, outFreeAt), lineDownFreeAt[reachability.site(worker)]);
        outFreeAt = begin + duration(cost.sentBytes(), outBytesPerSecond);
        double line = line(worker, conditions);
        lineDownFreeAt[reachability.site(worker)] = begin + duration(cost.sentBytes(), line);
        double slowest = Math.min(Math.min(outBytesPerSecond, line), Reachability.in(conditions));
        return delivery(worker, nanos, begin + cost.nanos(slowest), cost);
    }

    /** A worker sends to the server; of several, whoever sends first comes first. */
    Delivery up(int worker, long bytes, long nanos) {
        NetworkConditions conditions = reachability.conditions(SERVER, worker, nanos);
        MessageCost cost = cost(worker, bytes, nanos, conditions);
        long atLine = Math.max(nanos, lineUpFreeAt[reachability.site(worker)]);
        double line = line(worker, conditions);
        lineUpFreeAt[reachability.site(worker)] = atLine + duration(cost.sentBytes(), line);
        long begin = Math.max(atLine + cost.latencyNanos(), inFreeAt);
        inFreeAt = begin + duration(cost.sentBytes(), inBytesPerSecond);
        double slowest = Math.min(Math.min(inBytesPerSecond, line), Reachability.out(conditions));
        return delivery(worker, nanos, begin + cost.nanos(slowest) - cost.latencyNanos(), cost);
    }

    /** Bytes per second of the line between the places of the server and a worker. */
    private double line(int worker, NetworkConditions conditions) {
        boolean hasLine = sitesHaveLines && reachability.site(worker) != reachability.site(SERVER);
        return hasLine ? Reachability.out(conditions) : Double.POSITIVE_INFINITY;
    }

    /** Into a way that is cut already, everything is sent once. */
    private MessageCost cost(int worker, long bytes, long nanos, NetworkConditions conditions) {
        RandomStream own = random.fork("worker", worker).fork("message", sent[worker]++);
        return reaches(worker, nanos) ? MessageCost.draw(conditions, bytes, own) : new MessageCost(bytes, 0, 0);
    }

    private Delivery delivery(int worker, long begin, long end, MessageCost cost) {
        boolean arrives = reaches(worker, begin, Math.max(begin + 1, end));
        return new Delivery(arrives ? end : Reachability.NEVER, cost.sentBytes());
    }

    private static long duration(long bytes, double bytesPerSecond) {
        return (long) (bytes * 1e9 / bytesPerSecond);
    }
}
