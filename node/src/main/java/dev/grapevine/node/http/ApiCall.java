package dev.grapevine.node.http;

import java.util.Arrays;
import java.util.Optional;

/** The calls of the API: one method and one path each. Only {@link #PREDICT} takes a body. */
enum ApiCall {

    /** The page has nothing of the node in it: it makes the other calls, with the token if that is needed. */
    DASHBOARD("GET", "/", Power.NONE),
    STATUS("GET", "/status", Power.READS),
    PEERS("GET", "/peers",
            Power.READS),
    HISTORY("GET", "/history", Power.READS),
    RUN("GET", "/run", Power.READS),
    HEALTH("GET", "/health", Power.NONE),
    MODEL("GET", "/model", Power.READS),
    PREDICT("POST", "/predict", Power.READS),
    LEAVE("POST",
            "/leave", Power.CHANGES),
    PAUSE("POST", "/pause", Power.CHANGES),
    RESUME("POST", "/resume",
            Power.CHANGES),
    CHECKPOINT("POST", "/checkpoint", Power.CHANGES),
    INVITE("POST", "/invite",
            Power.GIVES_POWER),
    REVOKE("POST", "/revoke", Power.GIVES_POWER),
    GRANT("POST",
            "/grant", Power.GIVES_POWER),
    FOUND("POST", "/found", Power.GIVES_POWER);

    /** The power that a caller gains by a call. */
    enum Power {
        /** No power: also for machines that watch the node. */
        NONE,
        /** The state of the node and its model are read. */
        READS,
        /** The node does something else than before. */
        CHANGES,
        /** Somebody may do more, or less, than before. */
        GIVES_POWER
    }

    private final String method;
    private final String path;
    private final Power power;

    ApiCall(String method, String path, Power power) {
        this.method = method;
        this.path = path;
        this.power = power;
    }

    static Optional<ApiCall> at(String path) {
        return Arrays.stream(values()).filter(call -> call.path.equals(path)).findFirst();
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    /** Whether a web page could do harm by it without reading the answer. */
    boolean changes() {
        return power == Power.CHANGES || power == Power.GIVES_POWER;
    }

    /** Length of the longest body, in bytes. */
    int bodyBytesMax() {
        return this == PREDICT ? HttpLimits.BODY_BYTES : 0;
    }

    /** Whether the token is needed. */
    boolean needsToken(boolean reachedByOtherMachines) {
        return power == Power.GIVES_POWER || reachedByOtherMachines && power != Power.NONE;
    }
}
