package dev.grapevine.gossip.pace;

import java.util.OptionalInt;

/**
 * How much less two nodes make of an exchange when one has trained far more rounds than the other: the step of both is
 * halved for each doubling of their distance beyond what is tolerated, and there is no exchange beyond a limit.
 *
 * <p>The weight is the same for both, so that mixing stays symmetric and the mean where it is; a weight of each side's own
 * (as in Y. Zhang et al., "Staleness-aware Async-SGD for Distributed Deep Learning", IJCAI 2016) would pull all towards
 * the nodes ahead. It suits nodes that train about equally fast: others drift apart in rounds for good.
 *
 * @param tolerated rounds that make no difference; {@link #IGNORED} if none ever do
 */
public record Staleness(int tolerated) {

    public static final int IGNORED = 0;

    /** Beyond the distance at which so many halvings would be due, nodes do not exchange. */
    public static final int MOST_HALVINGS = 3;

    public Staleness {
        if (tolerated < IGNORED) {
            throw new IllegalArgumentException(tolerated + " rounds: allowed are 1 and more, and 0 for any");
        }
    }

    /** How often the step is halved for two nodes that have trained so many rounds; empty if they do not exchange. */
    public OptionalInt halvings(long rounds, long otherRounds) {
        long distance = Math.abs(rounds - otherRounds);
        if (tolerated == IGNORED) {
            return OptionalInt.of(0);
        }
        int halvings = 0;
        for (long reach = tolerated; reach < distance && halvings <= MOST_HALVINGS; reach *= 2) {
            halvings++;
        }
        return halvings <= MOST_HALVINGS ? OptionalInt.of(halvings) : OptionalInt.empty();
    }
}
