package dev.grapevine.sim.baseline;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.sim.scenario.NetworkConditions;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.scenario.Sites;

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
    private final double lineBytesPerSecond;
    private final RandomStream random;
    /** Messages to and from each worker. */
    private final long[] messages;
    /** The time at which each part of the way is free again; lines by the place that they lead to. */
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
        this.outBytesPerSecond = scenario.compare().serverBytesPerSecond().orElse(MessageCost.out(usual));
        this.inBytesPerSecond = scenario.compare().serverBytesPerSecond().orElse(MessageCost.in(usual));
        Sites sites = scenario.weather().sites();
        this.lineBytesPerSecond = MessageCost.out(sites.between());
        this.lineDownFreeAt = new long[sites.groups().size() + 1];
        this.lineUpFreeAt = new long[sites.groups().size() + 1];
        this.random = random;
        this.messages = new long[scenario.nodes()];
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
        int site = reachability.site(worker);
        long leaves = Math.max(nanos, outFreeAt);
        outFreeAt = leaves + duration(cost.sentBytes(), outBytesPerSecond);
        long entersLine = Math.max(leaves, lineDownFreeAt[site]);
        lineDownFreeAt[site] = entersLine + duration(cost.sentBytes(), line(site));
        double slowest = Math.min(Math.min(outBytesPerSecond, line(site)), MessageCost.in(conditions));
        return delivery(worker, nanos, entersLine + cost.nanos(slowest), cost);
    }

    /** A worker sends to the server; first sent, first served. */
    Delivery up(int worker, long bytes, long nanos) {
        NetworkConditions conditions = reachability.conditions(SERVER, worker, nanos);
        MessageCost cost = cost(worker, bytes, nanos, conditions);
        int site = reachability.site(worker);
        long entersLine = Math.max(nanos, lineUpFreeAt[site]);
        lineUpFreeAt[site] = entersLine + duration(cost.sentBytes(), line(site));
        long enters = Math.max(entersLine + cost.latencyNanos(), inFreeAt);
        inFreeAt = enters + duration(cost.sentBytes(), inBytesPerSecond);
        double slowest = Math.min(Math.min(inBytesPerSecond, line(site)), MessageCost.out(conditions));
        return delivery(worker, nanos, enters + cost.nanos(slowest) - cost.latencyNanos(), cost);
    }

    /** Bytes per second of the line between the server's place and another; infinite where they are the same. */
    private double line(int site) {
        return site == reachability.site(SERVER) ? Double.POSITIVE_INFINITY : lineBytesPerSecond;
    }

    /** The cost of a message; into a way that is cut already, everything is sent once. */
    private MessageCost cost(int worker, long bytes, long nanos, NetworkConditions conditions) {
        RandomStream own = random.fork("worker", worker).fork("message", messages[worker]);
        messages[worker]++;
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
