package dev.grapevine.node.log;

import java.time.Instant;
import java.util.Optional;

import org.slf4j.event.Level;

/**
 * A line of a log.
 *
 * @param event   what happened, in one word for programs; empty where nobody gave one
 * @param node    the node's name for people; empty while it has none
 * @param message sentence for people
 * @param trace   stack trace of a failure, in several lines
 */
record LogLine(Instant time, Level level, String event, String node, String message, Optional<String> trace) {

    /** Without a time, for a terminal. */
    String plain() {
        return (node.isEmpty() ? "" : node + ": ") + message
                + trace.map(lines -> "\n" + lines.stripTrailing()).orElse("");
    }
}
