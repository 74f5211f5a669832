package dev.grapevine.gossip.pace;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/**
 * Decides how many exchanges a node may start: it earns a token each period and pays one for each exchange, and spends
 * tokens sooner the more it has and the more it learns (the randomized token account of G. Danner, M. Jelasity, "Token
 * Account Algorithms: The Best of the Proactive and Reactive Worlds", ICDCS 2018, section III).
 *
 * <p>The account is empty at first, so there are never more exchanges than periods. Up to the capacity may follow each
 * other quickly, so news spreads faster than with one exchange each period. Probabilities are ratios of whole numbers.
 * A pure machine; not for several threads at once.
 */
public final class TokenAccount {

    /**
     * The rule by which tokens are spent.
     *
     * @param target   A: with fewer than A − 1 tokens a node starts nothing by itself; a useful exchange makes it spend
     *     tokens / A of them
     * @param capacity C: with C tokens it spends each that it earns
     */
    public record Strategy(int target, int capacity) {

        public static final Strategy DEFAULT = new Strategy(10, 20);
        public static final int CAPACITY_MAX = 10_000;

        /**
         * @throws IllegalArgumentException unless 1 ≤ A ≤ C ≤ {@link #CAPACITY_MAX}
         */
        public Strategy {
            if (target < 1 || capacity < target || capacity > CAPACITY_MAX) {
                throw new IllegalArgumentException("A token account of " + target + " and " + capacity
                        + ": allowed are 1 to the second, and up to " + CAPACITY_MAX);
            }
        }
    }

    private final Strategy strategy;
    private int tokens;

    /** An empty account. */
    public TokenAccount(Strategy strategy) {
        this.strategy = strategy;
    }

    /**
     * A period is over and a token earned.
     *
     * @return whether to start an exchange with it; otherwise it is kept
     */
    public boolean earn(RandomStream random) {
        int above = tokens - strategy.target + 1;
        int range = strategy.capacity - strategy.target + 1;
        if (above > 0 && random.nextInt(range) < above) {
            return true;
        }
        tokens++;
        return false;
    }

    /**
     * An exchange that another node started is over.
     *
     * @param useful whether it brought something new
     * @return how many exchanges to start; they are paid
     */
    public int react(boolean useful, RandomStream random) {
        if (!useful) {
            return 0;
        }
        boolean roundedUp = random.nextInt(strategy.target) < tokens % strategy.target;
        int spent = Math.min(tokens, tokens / strategy.target + (roundedUp ? 1 : 0));
        tokens -= spent;
        return spent;
    }

    /** Pays for one exchange; false if there is no token. */
    public boolean spend() {
        if (tokens == 0) {
            return false;
        }
        tokens--;
        return true;
    }

    /** Refunds exchanges that were paid and could not be started. */
    public void giveBack(int unused) {
        tokens = Math.min(strategy.capacity, tokens + unused);
    }

    public int tokens() {
        return tokens;
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putCount(tokens);
    }

    /** Restores what {@link #save} wrote. */
    public void restore(StateReader in) {
        tokens = in.getCount(strategy.capacity);
    }
}
