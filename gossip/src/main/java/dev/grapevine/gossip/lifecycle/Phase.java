package dev.grapevine.gossip.lifecycle;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A phase of a node's life. */
public enum Phase {
    /** It has no charter yet. */
    ENROLLING(1),
    /** It has the charter and waits until model and data are ready. */
    PREPARING(2),
    /** It is back after a restart, or no peer gave it a copy, and it looks for a peer whose replica to copy. */
    CATCHING_UP(3),
    /** It copies a peer's replica. */
    COPYING(4),
    /** It takes part. */
    RUNNING(5),
    /** It finishes unfinished work. */
    LEAVING(6),
    /** It has left, or was stopped. */
    STOPPED(7);

    private final int number;

    Phase(int number) {
        this.number = number;
    }

    /** The number in formats: never reused. */
    public int number() {
        return number;
    }

    /**
     * The phase with a number.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Phase of(int number) {
        for (Phase phase : values()) {
            if (phase.number == number) {
                return phase;
            }
        }
        throw new IllegalArgumentException("no phase has number " + number);
    }

    /** The words for people: {@code catching up}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether others may copy the replica. */
    public boolean takesPart() {
        return this == RUNNING || this == LEAVING;
    }

    /** The phases that may come next. */
    Set<Phase> next() {
        return switch (this) {
            case ENROLLING -> EnumSet.of(PREPARING, STOPPED);
            case PREPARING, CATCHING_UP -> EnumSet.of(COPYING, RUNNING, STOPPED);
            case COPYING -> EnumSet.of(CATCHING_UP, RUNNING, STOPPED);
            case RUNNING -> EnumSet.of(LEAVING, STOPPED);
            case LEAVING -> EnumSet.of(STOPPED);
            case STOPPED -> EnumSet.noneOf(Phase.class);
        };
    }
}
