package dev.grapevine.node.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.vertx.core.Vertx;
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
            visit.ends.forEach(Runnable::run);
        });
    }

    private long closeAfter(Duration time, HttpConnection connection) {
        // A usual close waits for the client to take what was written: for ever, if it likes.
        return vertx.setTimer(time.toMillis(),
                unused -> ((VertxConnection) connection).channelHandlerContext().close());
    }

    /** Answers the first request of a connection, and closes it. A second one gets no answer. */
    void answer(HttpServerRequest request, Function<Visit, Answer> answer) {
        HttpConnection connection = request.connection();
        Visit visit = visits.get(connection);
        if (visit == null || visit.isAnswered) {
            connection.close();
            return;
        }
        visit.isAnswered = true;
        vertx.cancelTimer(visit.timer);
        visit.timer = closeAfter(limits.answerTime(), connection);
        // Further bytes of the client stay with its operating system.
        request.pause();
        AnswerWriter.send(request.response(), answer.apply(visit), connection::close);
    }

    /** Empty if the connection has ended. */
    static Optional<InetAddress> inet(SocketAddress address) {
        return Optional.ofNullable(address).map(SocketAddress::hostAddress)
                // The interface of a link-local address tells no clients apart.
                .map(host -> InetAddress.ofLiteral(host.replaceFirst("%.*", "")));
    }
}
