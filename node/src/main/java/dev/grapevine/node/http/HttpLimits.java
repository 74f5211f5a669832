package dev.grapevine.node.http;

import java.time.Duration;

/**
 * The most that clients of the API can make a node hold.
 *
 * @param connections         open ones in all; more are closed at once
 * @param connectionsOfClient the same for each client
 * @param headersTime         from the beginning of a connection until its request is whole; with TLS, also for the handshake
 * @param idleTime            without a byte in either direction
 * @param answerTime          until an answer has been read; then the connection is closed in the middle of it
 */
record HttpLimits(int connections, int connectionsOfClient, Duration headersTime, Duration idleTime,
        Duration answerTime) {

    static final HttpLimits DEFAULT = new HttpLimits(64, 16, Duration.ofSeconds(5), Duration.ofSeconds(30),
            Duration.ofMinutes(5));

    static final int LINE_BYTES = 2048;
    static final int HEADER_BYTES = 8192;
    /** Bytes of an answer that wait in memory beside it until the client takes them. */
    static final int QUEUE_BYTES = 64 * 1024;
    /** Models that are sent at the same time. */
    static final int MODELS = 2;
    /** Longest body of a request, in bytes. */
    static final int BODY_BYTES = 1 << 20;
    /** Requests for predictions that are read or answered at the same time. */
    static final int PREDICTIONS = 4;
}
