package dev.grapevine.node.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * Sends an answer in pieces, each when the client has taken what came before it, so that one that reads slowly costs no second
 * copy. For one event loop.
 */
final class AnswerWriter {

    private static final int PIECE_BYTES = 16 * 1024;

    private final HttpServerResponse response;
    private final byte[] body;
    private final Runnable done;
    private int sent;

    private AnswerWriter(HttpServerResponse response, byte[] body, Runnable done) {
        this.response = response;
        this.body = body;
        this.done = done;
    }

    /**
     * Sends the answer as the only one of its connection.
     *
     * @param done called when all of it has been given to the operating system, or cannot be
     */
    static void send(HttpServerResponse response, Answer answer, Runnable done) {
        response.setStatusCode(answer.status()).setWriteQueueMaxSize(HttpLimits.QUEUE_BYTES)
                .putHeader("Content-Type", answer.type())
                .putHeader("Content-Length", String.valueOf(answer.body().length)).putHeader("Connection", "close")
                .putHeader("Cache-Control", "no-store").putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY").putHeader("Referrer-Policy", "no-referrer");
        answer.headers().forEach(response::putHeader);
        new AnswerWriter(response, answer.body(), done).pump();
    }

    private void pump() {
        while (sent < body.length && !response.writeQueueFull()) {
            int piece = Math.min(PIECE_BYTES, body.length - sent);
            response.write(Buffer.buffer(piece).appendBytes(body, sent, piece));
            sent += piece;
        }
        if (sent < body.length) {
            response.drainHandler(unused -> pump());
        } else {
            response.drainHandler(null);
            response.end().onComplete(unused -> done.run());
        }
    }
}
