package dev.grapevine.gossip.core;

import java.time.Duration;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/** Decides when a checkpoint is due. A pure machine. */
final class Checkpoints {

    /** A checkpoint was requested while a round was running. */
    private boolean wanted;
    private Duration last = Duration.ZERO;

    /** Requests a checkpoint. */
    void want() {
        wanted = true;
    }

    boolean isDue(Duration now, Duration interval) {
        return wanted || now.minus(last).compareTo(interval) >= 0;
    }

    /** A checkpoint was taken. */
    void taken(Duration now) {
        last = now;
        wanted = false;
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        out.putBoolean(wanted);
        out.putLong(last.toNanos());
    }

    /** Restores what {@link #save} wrote. */
    void restore(StateReader in) {
        wanted = in.getBoolean();
        last = Duration.ofNanos(in.getLong());
    }
}
