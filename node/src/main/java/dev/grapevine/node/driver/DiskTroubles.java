package dev.grapevine.node.driver;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What cannot be written at present. A full disk is weather: the user is told once when something cannot be written any
 * more, and once when it can again. Not for several threads at once.
 */
final class DiskTroubles {

    private final Set<String> failing = new TreeSet<>();

    /**
     * Something could not be written, and what was there before is still there.
     *
     * @param what the thing, for the user
     * @return the sentence for the user, if it is news
     */
    Optional<String> failed(String what, Throwable why) {
        return failing.add(what)
                ? Optional.of("Cannot write " + what + " and tries again: " + why.getMessage())
                : Optional.empty();
    }

    /**
     * Something was written.
     *
     * @return the sentence for the user, if it is news
     */
    Optional<String> worked(String what) {
        return failing.remove(what) ? Optional.of("Can write " + what + " again") : Optional.empty();
    }
}
