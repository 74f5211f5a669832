package dev.grapevine.sim.baseline;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.sim.scenario.LossBursts;
import dev.grapevine.sim.scenario.NetworkConditions;

/**
 * What it takes to bring one message over a link. It goes in packets; what got lost goes again a round trip later, as often
 * as it must, and counts as often as it was sent. Packets that come twice or in another order cost nothing.
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
     * @param random     the latency and the losses have forks of it
     */
    static MessageCost draw(NetworkConditions conditions, long bytes, RandomStream random) {
        long latency = conditions.latency().map(kind -> kind.draw(random.fork("latency"))).orElse(0L);
        double loss = loss(conditions);
        if (loss == 0) {
            return new MessageCost(bytes, latency, 0);
        }
        RandomStream losses = random.fork("losses");
        long sent = 0;
        long attemptsMost = 1;
        for (long from = 0; from < bytes; from += PACKET_BYTES) {
            long attempts = attempts(loss, losses);
            sent += attempts * Math.min(PACKET_BYTES, bytes - from);
            attemptsMost = Math.max(attemptsMost, attempts);
        }
        return new MessageCost(sent, latency, (attemptsMost - 1) * 2 * latency);
    }

    /** How often a packet is sent until it arrives: geometrically distributed. */
    private static long attempts(double loss, RandomStream random) {
        double drawn = 1 - random.nextDouble();
        return 1 + (long) (StrictMath.log(drawn) / StrictMath.log(loss));
    }

    /** From the first bit sent until the last one is there, over a link of which it has so much. */
    long nanos(double bytesPerSecond) {
        return (long) (sentBytes * 1e9 / bytesPerSecond) + latencyNanos + waitNanos;
    }

    /** The probability that a packet is lost, bursts included in the mean over time. */
    static double loss(NetworkConditions conditions) {
        double loss = conditions.loss().orElse(0);
        if (conditions.bursts().isEmpty()) {
            return loss;
        }
        LossBursts bursts = conditions.bursts().get();
        double share = (double) bursts.lasts().toNanos() / bursts.every().toNanos();
        return (1 - share) * loss + share * bursts.loss();
    }

    /** Bytes per second of a sender's way out; infinite where nothing limits it. */
    static double out(NetworkConditions conditions) {
        return conditions.bytesPerSecondOut().orElse(Double.POSITIVE_INFINITY);
    }

    /** Bytes per second of a receiver's way in; where the scenario says nothing of ways in, they are like ways out. */
    static double in(NetworkConditions conditions) {
        return conditions.bytesPerSecondIn().orElse(out(conditions));
    }
}
