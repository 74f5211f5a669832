package dev.grapevine.node.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.VertxConnection;

/**
 * The open connections of the API. Each has one request, has to send it in time, and has to read the answer in time. For one
 * event loop.
 */
final class Visits {

    /** One connection. */
    static final class Visit {

        private final List<Runnable> ends = new ArrayList<>();
        private long timer;
        private boolean isAnswered;

        /** The connection is closed. */
        void end() {
            ends.forEach(Runnable::run);
        }

        /** Does something when the connection is closed. */
        void atEnd(Runnable end) {
            ends.add(end);
        }
    }

    private final Vertx vertx;
    private final HttpLimits limits;
    private final ConnectionLimits connections;
    /** Whether somebody else counts connections, before they come here. */
    private final boolean isCounted;
    private final Map<HttpConnection, Visit> visits = new IdentityHashMap<>();

    Visits(Vertx vertx, HttpLimits limits, ConnectionLimits connections, boolean isCounted) {
        this.vertx = vertx;
        this.limits = limits;
        this.connections = connections;
        this.isCounted = isCounted;
    }

    void begin(HttpConnection connection) {
        Optional<String> client = inet(connection.remoteAddress()).map(ClientAddress::of);
        if (client.isEmpty() || !isCounted && !connections.came(client.get())) {
            connection.close();
            return;
        }
        Visit visit = new Visit();
        if (!isCounted) {
            visit.atEnd(() -> connections.gone(client.get()));
        }
        visits.put(connection, visit);
        visit.timer = closeAfter(limits.headersTime(), connection);
        connection.closeHandler(unused -> {
            visits.remove(connection);
            vertx.cancelTimer(visit.timer);
            visit.end();
        });
    }

    private long closeAfter(Duration time, HttpConnection connection) {
        // A usual close waits for the client to take what was written: for ever, if it likes.
        return vertx.setTimer(time.toMillis(),
                unused -> ((VertxConnection) connection).channelHandlerContext().close());
    }

    /** Answers the first request of a connection, and closes it. A second one gets no answer. */
    void answer(HttpServerRequest request, Function<Visit, Answer> answer) {
        claim(request).ifPresent(visit -> send(request, visit, answer.apply(visit)));
    }

    /** Connection of its first request, which is to be answered; empty for a second one, whose connection is closed. */
    Optional<Visit> claim(HttpServerRequest request) {
        Visit visit = visits.get(request.connection());
        if (visit == null || visit.isAnswered) {
            request.connection().close();
            return Optional.empty();
        }
        visit.isAnswered = true;
        return Optional.of(visit);
    }

    /** Answers a claimed request, and closes its connection. */
    void send(HttpServerRequest request, Visit visit, Answer answer) {
        restartTimer(request, visit);
        // Further bytes of the client stay with its operating system.
        request.pause();
        AnswerWriter.send(request.response(), answer, request.connection()::close);
    }

    /**
     * Reads the body of a claimed request, whose length has been checked, and answers it. The body has to be whole in the
     * time for headers.
     *
     * @param answer may take long; if it fails, the connection is closed
     */
    void receive(HttpServerRequest request, Visit visit, Function<byte[], Future<Answer>> answer) {
        Buffer body = Buffer.buffer();
        request.handler(body::appendBuffer).endHandler(unused -> {
            restartTimer(request, visit);
            answer.apply(body.getBytes()).onComplete(ready -> {
                if (ready.failed()) {
                    request.connection().close();
                } else if (!request.response().closed()) {
                    AnswerWriter.send(request.response(), ready.result(), request.connection()::close);
                }
            });
        });
    }

    private void restartTimer(HttpServerRequest request, Visit visit) {
        vertx.cancelTimer(visit.timer);
        visit.timer = closeAfter(limits.answerTime(), request.connection());
    }

    /** Empty if the connection has ended. */
    static Optional<InetAddress> inet(SocketAddress address) {
        return Optional.ofNullable(address).map(SocketAddress::hostAddress)
                // The interface of a link-local address tells no clients apart.
                .map(host -> InetAddress.ofLiteral(host.replaceFirst("%.*", "")));
    }
}
