package dev.grapevine.gossip.pace;

import java.util.OptionalInt;

/**
 * The staleness discount of an exchange between nodes of which one has trained far more rounds than the other: the step
 * of both is halved for each doubling of their distance beyond the tolerated one, and beyond a limit there is no
 * exchange.
 *
 * <p>The weight is the same for both, so that mixing stays symmetric and the mean where it is; separate weights (as in
 * Y. Zhang et al., "Staleness-aware Async-SGD for Distributed Deep Learning", IJCAI 2016) would pull all nodes towards
 * those ahead. It suits nodes of about equal speed: others drift apart in rounds for good.
 *
 * @param tolerated rounds that make no difference; {@link #IGNORED} for no discount at all
 */
public record Staleness(int tolerated) {

    public static final int IGNORED = 0;

    /** The largest discount, in halvings of the step: nodes farther apart do not exchange. */
    public static final int DISCOUNT_MAX = 3;

    public Staleness {
        if (tolerated < IGNORED) {
            throw new IllegalArgumentException(tolerated + " rounds: allowed are 1 and more, and 0 for any");
        }
    }

    /**
     * The discount, in halvings of the step, between two nodes with these numbers of rounds; empty if they do not
     * exchange.
     */
    public OptionalInt discount(long rounds, long otherRounds) {
        long distance = Math.abs(rounds - otherRounds);
        if (tolerated == IGNORED) {
            return OptionalInt.of(0);
        }
        int discount = 0;
        for (long reach = tolerated; reach < distance && discount <= DISCOUNT_MAX; reach *= 2) {
            discount++;
        }
        return discount <= DISCOUNT_MAX ? OptionalInt.of(discount) : OptionalInt.empty();
    }
}
