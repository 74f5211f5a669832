package dev.grapevine.sim.scenario;

import java.time.Duration;

/**
 * Times in which a link loses much more than usual (E. N. Gilbert 1960, E. O. Elliott 1963). Both the bursts and the
 * times between them have exponential lengths.
 *
 * @param loss  probability that a message is lost during a burst
 * @param every mean time from the beginning of one burst to that of the next
 * @param lasts mean length of a burst, shorter than {@code every}
 */
public record LossBursts(double loss, Duration every, Duration lasts) {

    public LossBursts {
        if (!lasts.isPositive() || every.compareTo(lasts) <= 0) {
            throw new IllegalArgumentException("Bursts of " + lasts + " every " + every);
        }
    }
}
