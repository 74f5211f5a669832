package dev.grapevine.node.history;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kind of an event: what a dashboard marks alike. */
public enum EventKind {
    /** The node takes part in a run. */
    STARTED,
    /** A peer is there for the first time. */
    JOINED,
    /** A peer is there again. */
    BACK,
    /** A peer has left or does not answer. */
    GONE,
    /** The last peer is gone. */
    ALONE,
    /** The node changes its run, or its place in it. */
    RUN,
    /** Training pauses. */
    PAUSED,
    /** Training goes on. */
    RESUMED,
    /** Training was bad, and was not all used. */
    TRAINING,
    /** A peer is refused, does not answer what was asked, or sends nonsense. */
    PEER,
    /** A file cannot be written, or can again. */
    DISK,
    /** The best evaluation so far. Only the newest is kept. */
    BEST,
    /** Any other sentence for users. */
    NOTICE;

    /** The word in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<EventKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
