package dev.grapevine.sim.scenario;

import java.time.Duration;
import java.util.Optional;

/**
 * Nodes go and come back from their checkpoint, again and again.
 *
 * @param session mean time that a node is there, exponential
 * @param away    mean time that it is away, exponential
 * @param from    when it begins
 * @param until   when all are back and stay; empty: it never ends
 * @param nodes   probability that a node is one of those that come and go, 0 to 1
 * @param leaving probability that one that goes leaves in good order; otherwise it goes without a word
 */
public record Churn(Duration session, Duration away, Duration from, Optional<Duration> until, double nodes,
        double leaving) {

    /** All go without a word. */
    public Churn(Duration session, Duration away, Duration from, Optional<Duration> until, double nodes) {
        this(session, away, from, until, nodes, 0);
    }
}
