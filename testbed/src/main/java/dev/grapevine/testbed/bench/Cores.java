package dev.grapevine.testbed.bench;

import java.io.IOException;
import java.util.List;

/** The cores that processes may have: what is measured has the last one, all that serves it the first. */
final class Cores {

    private static final List<String> PROBE = List.of("taskset", "-c", "0", "true");

    private final boolean isApart;

    private Cores(boolean isApart) {
        this.isApart = isApart;
    }

    /** Asks whether this machine has two cores and lets processes be kept on one. */
    static Cores find() {
        try {
            return new Cores(Runtime.getRuntime().availableProcessors() > 1
                    && new ProcessBuilder(PROBE).start().waitFor() == 0);
        } catch (IOException e) {
            return new Cores(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Cores(false);
        }
    }

    /** Whether processes are kept apart. */
    boolean areApart() {
        return isApart;
    }

    /** The command before that of what is measured. */
    List<String> measured() {
        return on(Runtime.getRuntime().availableProcessors() - 1);
    }

    /** The command before that of all else. */
    List<String> other() {
        return on(0);
    }

    private List<String> on(int core) {
        return isApart ? List.of("taskset", "-c", String.valueOf(core)) : List.of();
    }

    String words() {
        return isApart ? "on a core of its own" : "on any core";
    }
}
