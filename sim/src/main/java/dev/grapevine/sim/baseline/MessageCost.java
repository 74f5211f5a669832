package dev.grapevine.sim.baseline;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.sim.scenario.LossBursts;
import dev.grapevine.sim.scenario.NetworkConditions;

/**
 * The cost of one message over a link. The message goes in packets; a lost packet is sent again a round trip later,
 * until it arrives, and counts each time. Duplicates and reordering cost nothing.
 *
 * @param sentBytes    of all packets, those that got lost included
 * @param latencyNanos of the way
 * @param waitNanos    until it was known that packets got lost, all waits together
 */
record MessageCost(long sentBytes, long latencyNanos, long waitNanos) {

    /** Payload of an Ethernet frame beside the headers of IP and TCP. */
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

    /** Number of times that a packet is sent until it arrives: geometrically distributed. */
    private static long attempts(double loss, RandomStream random) {
        double drawn = 1 - random.nextDouble();
        return 1 + (long) (StrictMath.log(drawn) / StrictMath.log(loss));
    }

    /** Time from the first bit sent to the last one received, with this share of a link. */
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
