package dev.grapevine.consensus.parameters;

import java.util.EnumMap;
import java.util.Map;

/**
 * What moved one node's parameters other than its training and its finished exchanges.
 *
 * <p>The mass of a vector is the sum of its elements in units. Over all nodes, and while no exchange is half done,
 * <em>mass = initial mass + mass of training + mass in the ledgers</em>: whatever is not training is written down.
 */
public final class Ledger {

    /** Why mass came or went. */
    public enum Reason {
        /** A joining node copied a peer's replica over its own initial one. */
        JOINED,
        /** A restart went back to the last checkpoint: what came after it is lost. */
        RESTARTED,
        /** The other side of an unfinished block died: one of the two increments may be missing. Its mass is unknown. */
        ORPHANED,
        /** A parameter left the range that fixed-point numbers have. */
        CLAMPED
    }

    /** How often, and how much in all, in units. */
    public record Total(long count, long mass) {}

    private final Map<Reason, Total> totals = new EnumMap<>(Reason.class);

    public Ledger() {
        for (Reason reason : Reason.values()) {
            totals.put(reason, new Total(0, 0));
        }
    }

    /** Writes down one event that moved the given mass. */
    public void enter(Reason reason, long mass) {
        Total old = totals.get(reason);
        totals.put(reason, new Total(old.count + 1, old.mass + mass));
    }

    /** What was written down for a reason so far. */
    public Total total(Reason reason) {
        return totals.get(reason);
    }

    /** The mass of all entries, in units. */
    public long mass() {
        return totals.values().stream().mapToLong(Total::mass).sum();
    }

    /** Sets a total, when a ledger is read back from a checkpoint. */
    public void restore(Reason reason, Total total) {
        totals.put(reason, total);
    }
}
