package dev.grapevine.node.experiment;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a way between two nodes is like. What is empty is as usual.
 *
 * @param latencyLeast   shortest time on the way
 * @param latencyMost    longest; each message takes a random time in between
 * @param bytesPerSecond bandwidth
 * @param loss           probability that a message never arrives, 0 to 1
 */
public record NetworkConditions(Optional<Duration> latencyLeast, Optional<Duration> latencyMost,
        OptionalDouble bytesPerSecond, OptionalDouble loss) {

    public static final NetworkConditions USUAL = new NetworkConditions(Optional.empty(), Optional.empty(),
            OptionalDouble.empty(), OptionalDouble.empty());

    /** These conditions, with those of another set on top. */
    public NetworkConditions overlaidBy(NetworkConditions top) {
        return new NetworkConditions(top.latencyLeast.or(() -> latencyLeast), top.latencyMost.or(() -> latencyMost),
                top.bytesPerSecond.isPresent() ? top.bytesPerSecond : bytesPerSecond,
                top.loss.isPresent() ? top.loss : loss);
    }
}
