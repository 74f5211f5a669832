package dev.grapevine.sim.scenario;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Conditions of a link between two nodes. Empty ones take the usual value.
 *
 * @param latency           time on the way
 * @param bytesPerSecondOut bandwidth of each sender's outgoing line
 * @param bytesPerSecondIn  bandwidth of each receiver's incoming line
 * @param loss              probability that a message never arrives, 0 to 1
 * @param bursts            times of greater loss
 * @param duplicate         probability that a second copy of a message arrives, 0 to 1
 * @param reorder           messages that others overtake
 */
public record NetworkConditions(Optional<Latency> latency, OptionalDouble bytesPerSecondOut,
        OptionalDouble bytesPerSecondIn, OptionalDouble loss, Optional<LossBursts> bursts, OptionalDouble duplicate,
        Optional<Reordering> reorder) {

    public static final NetworkConditions USUAL = new NetworkConditions(Optional.empty(), OptionalDouble.empty(),
            OptionalDouble.empty(), OptionalDouble.empty(), Optional.empty(), OptionalDouble.empty(),
            Optional.empty());

    /** These conditions, with those of another set on top. */
    public NetworkConditions overlaidBy(NetworkConditions top) {
        return new NetworkConditions(top.latency.or(() -> latency), first(top.bytesPerSecondOut, bytesPerSecondOut),
                first(top.bytesPerSecondIn, bytesPerSecondIn), first(top.loss, loss), top.bursts.or(() -> bursts),
                first(top.duplicate, duplicate), top.reorder.or(() -> reorder));
    }

    /** Whether travel is deterministic: all messages arrive, delayed by bandwidth only. */
    public boolean isCertain() {
        return latency.isEmpty() && loss.isEmpty() && bursts.isEmpty() && duplicate.isEmpty() && reorder.isEmpty();
    }

    /** The same latency and bandwidth without losses, duplicates and reordering. */
    public NetworkConditions withoutMishaps() {
        return new NetworkConditions(latency, bytesPerSecondOut, bytesPerSecondIn, OptionalDouble.empty(),
                Optional.empty(), OptionalDouble.empty(), Optional.empty());
    }

    private static OptionalDouble first(OptionalDouble top, OptionalDouble bottom) {
        return top.isPresent() ? top : bottom;
    }

    /** The same with this latency. */
    public NetworkConditions withLatency(Latency other) {
        return overlaidBy(new NetworkConditions(Optional.of(other), OptionalDouble.empty(), OptionalDouble.empty(),
                OptionalDouble.empty(), Optional.empty(), OptionalDouble.empty(), Optional.empty()));
    }

    /** The same with this bandwidth out. */
    public NetworkConditions withBandwidth(double bytesPerSecond) {
        return overlaidBy(new NetworkConditions(Optional.empty(), OptionalDouble.of(bytesPerSecond),
                OptionalDouble.empty(), OptionalDouble.empty(), Optional.empty(), OptionalDouble.empty(),
                Optional.empty()));
    }

    /** The same with this bandwidth in. */
    public NetworkConditions withBandwidthIn(double bytesPerSecond) {
        return overlaidBy(new NetworkConditions(Optional.empty(), OptionalDouble.empty(),
                OptionalDouble.of(bytesPerSecond), OptionalDouble.empty(), Optional.empty(), OptionalDouble.empty(),
                Optional.empty()));
    }

    /** The same with this loss. */
    public NetworkConditions withLoss(double probability) {
        return overlaidBy(new NetworkConditions(Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty(),
                OptionalDouble.of(probability), Optional.empty(), OptionalDouble.empty(), Optional.empty()));
    }

    /** The same with these bursts. */
    public NetworkConditions withBursts(LossBursts other) {
        return overlaidBy(new NetworkConditions(Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty(),
                OptionalDouble.empty(), Optional.of(other), OptionalDouble.empty(), Optional.empty()));
    }

    /** The same with this share of duplicates. */
    public NetworkConditions withDuplicate(double probability) {
        return overlaidBy(new NetworkConditions(Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty(),
                OptionalDouble.empty(), Optional.empty(), OptionalDouble.of(probability), Optional.empty()));
    }

    /** The same with messages in another order. */
    public NetworkConditions withReorder(Reordering other) {
        return overlaidBy(new NetworkConditions(Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty(),
                OptionalDouble.empty(), Optional.empty(), OptionalDouble.empty(), Optional.of(other)));
    }
}
