package dev.grapevine.node.transport;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

import dev.grapevine.node.words.Address;

/**
 * The port of this node: it takes connections, bounds those whose other side has not proved itself, and hands each to the
 * protocol that is spoken on it. For one event loop.
 */
final class Listener {

    private final TransportSecurity security;
    private final NetServer server;
    private final ConnectionHost host;
    private final PeerTransport.Refusals refusals;
    private final Traffic traffic;
    private final TransportLimits limits;
    private final Map<PortProtocol, Handler<NetSocket>> others = new EnumMap<>(PortProtocol.class);
    private final PendingHandshakes<Caller> pending;
    private final FailedHandshakes failed;

    /** @param refusals is told of callers that are not let in */
    Listener(Vertx vertx, TransportSecurity security, ConnectionHost host, PeerTransport.Refusals refusals,
            Traffic traffic, TransportLimits limits) {
        this.security = security;
        this.server = vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true).setReuseAddress(true));
        this.host = host;
        this.refusals = refusals;
        this.traffic = traffic;
        this.limits = limits;
        this.pending = new PendingHandshakes<>(limits.handshakesMax(), limits.handshakesMaxOfAddress(), Caller::close);
        this.failed = new FailedHandshakes(limits.failuresAtOnce(), limits.failureEvery());
    }

    /** {@link PeerTransport#serve}. */
    void serve(PortProtocol protocol, Handler<NetSocket> handler) {
        others.put(protocol, handler);
    }

    /** Starts to listen; the future tells the port, or that it is taken. */
    Future<Integer> listen(Address address) {
        server.connectHandler(this::accept);
        return server.listen(address.port(), address.host()).map(NetServer::actualPort);
    }

    private void accept(NetSocket socket) {
        if (security.protectsFromStrangers()
                && !failed.mayTry(socket.remoteAddress().hostAddress(), host.now())) {
            socket.close();
            return;
        }
        try {
            new Caller(socket).begin();
        } catch (OutOfMemoryError e) {
            traffic.dropped();
            socket.close();
        }
    }

    /** Ends the connections whose handshake takes too long. */
    void closeLateCallers() {
        pending.all().forEach(Caller::closeIfLate);
    }

    Future<Void> close() {
        return server.close();
    }

    /** A connection that was taken and whose other side has not proved itself: encryption first, then the handshake. */
    private final class Caller implements Connection.Watcher {

        private final NetSocket socket;
        private final Duration began = host.now();
        /** Null before its protocol is known. */
        private Connection connection;

        Caller(NetSocket socket) {
            this.socket = socket;
        }

        void begin() {
            pending.came(this, socket.remoteAddress().hostAddress());
            socket.exceptionHandler(failure -> end());
            socket.closeHandler(unused -> pending.gone(this));
            security.accepted(socket).onComplete(this::speaks, failure -> {
                failed.failed(socket.remoteAddress().hostAddress(), host.now());
                refusals.caller(
                        "The connection from " + socket.remoteAddress() + " was closed: " + failure.getMessage());
                end();
            });
        }

        private void speaks(PortProtocol protocol) {
            if (protocol == PortProtocol.GOSSIP) {
                connection = Connection.accepted(socket, host, this, traffic);
                connection.begin();
            } else if (others.containsKey(protocol)) {
                pending.gone(this);
                others.get(protocol).handle(socket);
            } else {
                end();
            }
        }

        void closeIfLate() {
            if (host.now().minus(began).compareTo(limits.handshakeTime()) > 0) {
                close();
            }
        }

        void close() {
            if (connection != null) {
                connection.close();
            } else {
                socket.close();
            }
        }

        private void end() {
            pending.gone(this);
            socket.close();
        }

        @Override
        public void opened(Connection proved) {
            pending.gone(this);
            host.opened(proved);
        }

        @Override
        public void refused(Connection refused, String sentence) {
            host.refused(refused, sentence);
        }

        @Override
        public void closed(Connection over) {
            pending.gone(this);
            host.closed(over);
        }
    }
}
