package dev.grapevine.sim.world;

/**
 * The outcome of the liveness phase (users call it the calm act): nothing goes wrong any more, training rests, and
 * replicas only have to agree.
 *
 * @param seconds             that it took, virtual
 * @param exchanges           that finished
 * @param distanceBefore      largest consensus distance of all honest nodes, mostly that when it began
 * @param distanceAfter       and when it ended
 * @param distanceMost        that was allowed, by what theory promises of strategy and codec; NaN where it promises nothing
 * @param expectedContraction factor by which one exchange shrinks the sum of squared distances, by theory (S. Boyd et al.,
 *                            "Randomized Gossip Algorithms", 2006)
 * @param measuredContraction and the one that was measured until replicas were together, on average; NaN if they were so at once
 */
public record LivenessOutcome(double seconds, long exchanges, double distanceBefore, double distanceAfter,
        double distanceMost,
        double expectedContraction, double measuredContraction) {}
