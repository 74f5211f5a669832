package dev.grapevine.sim.baseline;

import java.time.Duration;

import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.node.experiment.NetworkConditions;

/**
 * What it takes to bring one message over a link. It goes in packets; what got lost goes again after the longest round trip,
 * as often as it must, and counts as often as it was sent.
 *
 * @param sentBytes    of all packets, those that got lost included
 * @param latencyNanos of the way
 * @param waitNanos    until it was known that packets got lost, all waits together
 */
record MessageCost(long sentBytes, long latencyNanos, long waitNanos) {

    /** What fits into an Ethernet frame beside the headers of IP and TCP. */
    static final int PACKET_BYTES = 1460;

    /**
     * @param conditions with a loss of less than 1
     * @param random     one draw for the latency, and where messages get lost, one for each packet
     */
    static MessageCost draw(NetworkConditions conditions, long bytes, RandomStream random) {
        long least = conditions.latencyLeast().map(Duration::toNanos).orElse(0L);
        long most = conditions.latencyMost().map(Duration::toNanos).orElse(least);
        long latency = least + (long) (random.nextDouble() * (most - least));
        double loss = conditions.loss().orElse(0);
        if (loss == 0) {
            return new MessageCost(bytes, latency, 0);
        }
        long sent = 0;
        long attemptsMost = 1;
        for (long from = 0; from < bytes; from += PACKET_BYTES) {
            long attempts = attempts(loss, random);
            sent += attempts * Math.min(PACKET_BYTES, bytes - from);
            attemptsMost = Math.max(attemptsMost, attempts);
        }
        return new MessageCost(sent, latency, (attemptsMost - 1) * 2 * most);
    }

    /** From the first bit sent until the last one is there, over a link that carries nothing else. */
    long nanos(NetworkConditions conditions) {
        double bytesPerSecond = conditions.bytesPerSecond().orElse(Double.POSITIVE_INFINITY);
        return (long) (sentBytes * 1e9 / bytesPerSecond) + latencyNanos + waitNanos;
    }

    /** How often a packet is sent until it arrives: geometrically distributed. */
    private static long attempts(double loss, RandomStream random) {
        double drawn = 1 - random.nextDouble();
        return 1 + (long) (StrictMath.log(drawn) / StrictMath.log(loss));
    }
}
