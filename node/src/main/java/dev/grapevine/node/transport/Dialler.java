package dev.grapevine.node.transport;

import java.util.Optional;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.words.Address;

/**
 * The connections that this node makes: those that a link asks for, whose peer is known before, and those to whoever answers
 * at an address. A handshake that takes too long ends its connection. For one event loop.
 */
final class Dialler {

    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;

    private final Vertx vertx;
    private final TransportSecurity security;
    private final NetClient client;
    private final ConnectionHost host;
    private final Traffic traffic;
    private final TransportLimits limits;

    /** @param localHost connections start from here */
    Dialler(Vertx vertx, TransportSecurity security, String localHost, ConnectionHost host, Traffic traffic,
            TransportLimits limits) {
        this.vertx = vertx;
        this.security = security;
        this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true)
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS).setLocalAddress(localHost));
        this.host = host;
        this.traffic = traffic;
        this.limits = limits;
    }

    /** Makes a connection on which a protocol is spoken. */
    Future<NetSocket> connect(Address address, PortProtocol protocol) {
        return security.connect(client, address, protocol);
    }

    /** {@link PeerLink.Host#dial}. */
    void dial(PeerLink link, Address address) {
        try {
            connect(address, PortProtocol.GOSSIP).onComplete(socket -> {
                if (link.isClosed()) {
                    socket.close();
                    return;
                }
                begin(Connection.dialled(socket, Optional.of(link.peer()), address, host, new Expected(link),
                        traffic));
            }, failure -> link.failed());
        } catch (OutOfMemoryError e) {
            link.failed();
        }
    }

    /** {@link PeerTransport#meet}. */
    Future<PeerId> meet(Address address) {
        Promise<PeerId> met = Promise.promise();
        connect(address, PortProtocol.GOSSIP).onComplete(
                socket -> begin(
                        Connection.dialled(socket, Optional.empty(), address, host, new Meeting(met), traffic)),
                met::tryFail);
        return met.future();
    }

    private void begin(Connection connection) {
        connection.begin();
        vertx.setTimer(limits.handshakeTime().toMillis(), unused -> {
            if (!connection.isOpen()) {
                connection.close();
            }
        });
    }

    Future<Void> close() {
        return client.close();
    }

    /** Watches a connection that a link made, to one peer. */
    private final class Expected implements Connection.Watcher {

        private final PeerLink link;

        Expected(PeerLink link) {
            this.link = link;
        }

        @Override
        public void opened(Connection connection) {
            if (link.isClosed()) {
                connection.close();
            } else {
                host.opened(connection);
            }
        }

        @Override
        public void refused(Connection connection, String sentence) {
            host.refused(connection, sentence);
        }

        @Override
        public void closed(Connection connection) {
            if (connection.wasOpen()) {
                host.closed(connection);
            } else {
                link.failed();
            }
        }
    }

    /** Watches a connection to whoever answers at an address. */
    private final class Meeting implements Connection.Watcher {

        private final Promise<PeerId> met;

        Meeting(Promise<PeerId> met) {
            this.met = met;
        }

        @Override
        public void opened(Connection connection) {
            PeerId peer = connection.peer().orElseThrow();
            if (peer.equals(host.key().peer())) {
                connection.close();
                met.tryFail("it is this node itself");
                return;
            }
            host.opened(connection);
            met.tryComplete(peer);
        }

        @Override
        public void refused(Connection connection, String sentence) {
            host.refused(connection, sentence);
            met.tryFail(sentence);
        }

        @Override
        public void closed(Connection connection) {
            if (connection.wasOpen()) {
                host.closed(connection);
            } else {
                met.tryFail("the connection ended before it was open");
            }
        }
    }
}
