package dev.grapevine.sim.scenario;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * The accuracy and the delay with which nodes know which peers are live.
 *
 * @param discovery  the longest that it takes to notice that a peer is there
 * @param detection  the longest that it takes to notice that a peer is gone
 * @param suspicion  how often in a minute a node holds a live peer for gone, on average; it takes that back after
 *                   {@code detection}
 * @param view       of how many peers a node is told at most; empty: of all up to 256 nodes, and 64 above
 */
public record MembershipConditions(Duration discovery, Duration detection, double suspicion, OptionalInt view) {

    public static final MembershipConditions DEFAULT = new MembershipConditions(Duration.ofSeconds(1),
            Duration.ofSeconds(5), 0, OptionalInt.empty());

    private static final int WHOLE_VIEW_UP_TO = 256;
    private static final int PARTIAL_VIEW = 64;

    /** Largest number of peers that a node is told of. */
    public int viewMost(int nodes) {
        return view.orElse(nodes <= WHOLE_VIEW_UP_TO ? WHOLE_VIEW_UP_TO : PARTIAL_VIEW);
    }
}
