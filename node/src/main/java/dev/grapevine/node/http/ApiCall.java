package dev.grapevine.node.http;

import java.util.Arrays;
import java.util.Optional;

/**
 * The calls of the API: one method and one path each, and what the call is for. The server, its gate and its description read
 * this table. Only {@link #PREDICT} takes a body.
 */
enum ApiCall {

    /** The page has nothing of the node in it: it makes the other calls, with the token if that is needed. */
    DASHBOARD("GET", "/", Power.NONE, "The dashboard, a page for people"),
    STATUS("GET", "/status", Power.READS, "The state of the node"),
    METRICS("GET", "/metrics", Power.READS, "The state of the node in Prometheus's text format"),
    PEERS("GET", "/peers", Power.READS, "The peers that are not suspected, or all that were there"),
    HISTORY("GET", "/history", Power.READS, "The course of the run and its events, as the node has kept them"),
    RUN("GET", "/run", Power.READS, "The data, the model and the columns of the run"),
    HEALTH("GET", "/health", Power.NONE, "Whether the node takes part in its run"),
    MODEL("GET", "/model", Power.READS, "One of the node's two models as a safetensors file"),
    PREDICT("POST", "/predict", Power.READS, "Predictions of the served model for rows"),
    OPENAPI("GET", "/openapi.json", Power.READS, "This description of the API"),
    LEAVE("POST", "/leave", Power.CHANGES, "The node leaves its run and ends"),
    PAUSE("POST", "/pause", Power.CHANGES, "Training pauses; exchanges go on"),
    RESUME("POST", "/resume", Power.CHANGES, "Training goes on"),
    CHECKPOINT("POST", "/checkpoint", Power.CHANGES, "The node takes a checkpoint now"),
    INVITE("POST", "/invite", Power.GIVES_POWER, "A code that lets one device join the run"),
    REVOKE("POST", "/revoke", Power.GIVES_POWER, "A device is refused from now on"),
    GRANT("POST", "/grant", Power.GIVES_POWER, "A device may let others in"),
    FOUND("POST", "/found", Power.GIVES_POWER, "The run is founded now, with the nodes that are there");

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
    private final String purpose;

    ApiCall(String method, String path, Power power, String purpose) {
        this.method = method;
        this.path = path;
        this.power = power;
        this.purpose = purpose;
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

    /** What it is for: one line for people. */
    String purpose() {
        return purpose;
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
