package dev.grapevine.node.driver;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files that cannot be written at present. A full disk is expected: the user is told once when a file cannot be
 * written and once when it can again. Not thread-safe.
 */
final class DiskTroubles {

    private final Set<String> failing = new TreeSet<>();
    private long failures;

    /**
     * Writing failed; the file still has its last content.
     *
     * @param what name of the file, for users
     * @return the sentence for the user, if it is news
     */
    Optional<String> failed(String what, Throwable why) {
        failures++;
        return failing.add(what)
                ? Optional.of("Cannot write " + what + " and tries again: " + why.getMessage())
                : Optional.empty();
    }

    /** The number of writes that have failed, each try counted. */
    long failures() {
        return failures;
    }

    /**
     * Writing succeeded.
     *
     * @return the sentence for the user, if it is news
     */
    Optional<String> worked(String what) {
        return failing.remove(what) ? Optional.of("Can write " + what + " again") : Optional.empty();
    }
}
