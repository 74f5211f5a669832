package dev.grapevine.consensus.parameters;

import java.util.EnumMap;
import java.util.Map;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/**
 * All movements of one node's parameters other than by training and finished exchanges.
 *
 * <p>The mass of a vector is the sum of its elements in units. Over all nodes, and while no exchange is half done,
 * <em>mass = initial mass + mass of training + mass in the ledgers</em>: every movement that is not training is
 * written down.
 */
public final class Ledger {

    /** The reason why mass came or went. */
    public enum Reason {
        /** A joining node copied a peer's replica over its own initial one. */
        JOINED,
        /** A restart went back to the last checkpoint: what came after it is lost. */
        RESTARTED,
        /** The other side of a transfer died before it told that it has moved too: what this side had added. */
        ORPHANED,
        /** A parameter left the range that fixed-point numbers have: one event for each that did. */
        CLAMPED,
        /** A peer's values were mixed in one-sidedly: that peer did not move. */
        MIXED,
        /** The replica had become useless and went back to what it was earlier in the same life. */
        RETURNED
    }

    /** The number of entries and their mass, in units. */
    public record Total(long count, long mass) {}

    private final Map<Reason, Total> totals = new EnumMap<>(Reason.class);

    public Ledger() {
        for (Reason reason : Reason.values()) {
            totals.put(reason, new Total(0, 0));
        }
    }

    /** Writes down one event that moved the given mass. */
    public void enter(Reason reason, long mass) {
        enter(reason, mass, 1);
    }

    /** Writes down several events that moved the given mass in all. */
    public void enter(Reason reason, long mass, long events) {
        Total old = totals.get(reason);
        totals.put(reason, new Total(old.count + events, old.mass + mass));
    }

    /** The entries for a reason so far. */
    public Total total(Reason reason) {
        return totals.get(reason);
    }

    /** The mass of all entries, in units. */
    public long mass() {
        return totals.values().stream().mapToLong(Total::mass).sum();
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putCount(totals.size());
        totals.values().forEach(total -> {
            out.putLong(total.count);
            out.putLong(total.mass);
        });
    }

    /**
     * Takes over the totals of another ledger; one that knew fewer reasons had nothing to write down for the others.
     */
    public void restore(StateReader in) {
        Reason[] reasons = Reason.values();
        int known = in.getCount(reasons.length);
        for (int i = 0; i < known; i++) {
            totals.put(reasons[i], new Total(in.getLong(), in.getLong()));
        }
    }
}
