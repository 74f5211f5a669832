package dev.grapevine.node.store;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The record of a node's earlier processes, as its folder has it.
 *
 * @param uncleanEnds how many were killed or lost their power
 * @param lasted      time for which all of them ran together, as known from their checkpoints
 * @param isRunning   whether the last one has not ended cleanly, or runs
 */
public record LivesFile(long uncleanEnds, Duration lasted, boolean isRunning) {

    /** The record before the first process. */
    static final LivesFile NONE = new LivesFile(0, Duration.ZERO, false);

    private static final String UNCLEAN = "uncleanEnds";
    private static final String SECONDS = "seconds";
    private static final String RUNNING = "running";
    private static final Set<String> KEYS = Set.of(UNCLEAN, SECONDS, RUNNING);
    /** No device lives longer; a larger number would overflow later on. */
    private static final long MAX_SECONDS = 100L * 365 * 86400;

    /** A process begins: if the last one has not ended cleanly, it was killed. */
    LivesFile begun() {
        return new LivesFile(uncleanEnds + (isRunning ? 1 : 0), lasted, true);
    }

    byte[] encode() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(UNCLEAN, String.valueOf(uncleanEnds));
        values.put(SECONDS, String.valueOf(Math.min(lasted.toSeconds(), MAX_SECONDS)));
        values.put(RUNNING, String.valueOf(isRunning));
        return CheckedLines.encode(values);
    }

    /** @throws DamagedFileException if it is damaged */
    static LivesFile decode(byte[] bytes) {
        Map<String, String> values = CheckedLines.decode(bytes, KEYS);
        try {
            long unclean = Long.parseLong(values.get(UNCLEAN));
            long seconds = Long.parseLong(values.get(SECONDS));
            if (unclean < 0 || unclean > MAX_SECONDS || seconds < 0 || seconds > MAX_SECONDS) {
                throw new DamagedFileException("a number of it cannot be");
            }
            return new LivesFile(unclean, Duration.ofSeconds(seconds), Boolean.parseBoolean(values.get(RUNNING)));
        } catch (NumberFormatException e) {
            throw new DamagedFileException("a number of it is missing", e);
        }
    }
}
