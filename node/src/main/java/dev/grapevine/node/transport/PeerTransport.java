package dev.grapevine.node.transport;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.words.Address;

/**
 * Frames to and from peers over TCP, one connection for each pair of nodes. Sending never waits: a frame that does not fit
 * into a peer's queue, or has no way, is dropped and counted, and the protocol says it again.
 *
 * <p>Everything happens on the event loop that it was made on.
 */
public final class PeerTransport {

    private static final long SWEEP_MILLIS = 500;
    private static final long PAUSE_MILLIS = 1_000;
    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;
    private static final int NONCE_BYTES = 16;
    /** The first byte of news. Frames of the protocol begin with its version, which is never 0. */
    private static final byte NEWS = 0;

    /** Receives frames, in the order in which each peer sent them. */
    @FunctionalInterface
    public interface Receiver {
        void received(PeerId from, byte[] frame);
    }

    /** What nodes tell each other besides the protocol's frames: who takes part in the run. */
    public interface News {

        /** A connection to a peer is open: news reach it now. */
        void opened(PeerId peer);

        void received(PeerId from, byte[] news);
    }

    /** Is told, in a sentence each, of nodes that cannot be talked to: as often as they try. */
    public interface Refusals {

        /** Somebody connected to this node: it may be anybody, and say anything. */
        void caller(String sentence);

        /**
         * This node connected to somebody.
         *
         * @param at where that is, with numbers for names
         */
        void listener(Address at, String sentence);
    }

    private final DeviceKey key;
    private final PeerId self;
    private final TransportSecurity security;
    private final int frameBytesMax;
    private final Receiver receiver;
    private final NetServer server;
    private final NetClient client;
    private final Vertx vertx;
    /** In the order in which peers were last heard. */
    private final Map<PeerId, PeerLink> links = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<PortProtocol, Handler<NetSocket>> others = new EnumMap<>(PortProtocol.class);
    /** Null where nodes need no news of the run. */
    private News news;
    private final Traffic traffic = new Traffic();
    private final Refusals refusals;
    private final TransportLimits limits;
    private final SecureRandom random = new SecureRandom();
    private final long process = random.nextLong();
    private final PeerLink.Host dialler = new LinkHost();
    private final PendingHandshakes<Caller> pending;
    private final FailedHandshakes failed;
    private final UnfinishedFrames<Connection> unfinished;
    private OptionalLong sweeping = OptionalLong.empty();
    private boolean isClosed;

    /**
     * @param key       of this node: its identity
     * @param security  of all connections
     * @param localHost outgoing connections start from here
     * @param refusals  is told of nodes that cannot be talked to
     */
    public PeerTransport(Vertx vertx, DeviceKey key, TransportSecurity security, String localHost, int frameBytesMax,
            Receiver receiver, Refusals refusals) {
        this(vertx, key, security, localHost, frameBytesMax, receiver, refusals, TransportLimits.DEFAULT);
    }

    PeerTransport(Vertx vertx, DeviceKey key, TransportSecurity security, String localHost, int frameBytesMax,
            Receiver receiver, Refusals refusals, TransportLimits limits) {
        this.vertx = vertx;
        this.key = key;
        this.self = key.peer();
        this.security = security;
        this.frameBytesMax = frameBytesMax;
        this.receiver = receiver;
        this.refusals = refusals;
        this.limits = limits;
        this.pending = new PendingHandshakes<>(limits.handshakesMax(), limits.handshakesMaxOfAddress(), Caller::close);
        this.failed = new FailedHandshakes(limits.failuresAtOnce(), limits.failureEvery());
        this.unfinished = new UnfinishedFrames<>(limits.unfinishedBytesMax(), Connection::close);
        this.server = vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true).setReuseAddress(true));
        this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true)
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS).setLocalAddress(localHost));
    }

    /** Hands connections on which another protocol than gossip is spoken to a handler; before {@link #listen}. */
    public void serve(PortProtocol protocol, Handler<NetSocket> handler) {
        others.put(protocol, handler);
    }

    /** Who receives the news of peers; before {@link #listen}. */
    public void onNews(News receiver) {
        news = receiver;
    }

    /**
     * Starts to listen; the future tells the port, or that it is taken.
     *
     * @throws dev.grapevine.node.words.UserMistakeException if its security is not enough for the address
     */
    public Future<Integer> listen(Address address) {
        security.check("listen", address);
        server.connectHandler(this::accept);
        sweeping = OptionalLong.of(vertx.setPeriodic(SWEEP_MILLIS, unused -> sweep()));
        return server.listen(address.port(), address.host()).map(NetServer::actualPort);
    }

    /**
     * Where a peer may be, the most likely first. New addresses end the connection to an old one.
     *
     * @param addresses at least one
     */
    public void locate(PeerId peer, List<Address> addresses) {
        PeerLink known = links.get(peer);
        if (known != null && !known.addresses().isEmpty() && !known.addresses().equals(addresses)) {
            forget(peer);
        }
        link(peer).locate(addresses);
    }

    /**
     * Connects to whoever answers at an address, if it may take part; the future tells who that is, or why there is no
     * connection.
     */
    public Future<PeerId> meet(Address address) {
        Promise<PeerId> met = Promise.promise();
        connect(address, PortProtocol.GOSSIP).onComplete(socket -> begin(
                Connection.dialled(socket, Optional.empty(), address, new MeetingHost(met), traffic)), met::tryFail);
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

    /** The peers with which a connection is open. */
    public List<PeerId> connected() {
        return links.values().stream().filter(link -> link.connection().isPresent()).map(PeerLink::peer).toList();
    }

    /** Tells a peer news if it can. */
    public void tell(PeerId to, byte[] told) {
        send(to, ByteBuffer.allocate(1 + told.length).put(NEWS).put(told).array());
    }

    /** Ends the connections of peers that would not be let in again, and returns those peers. */
    public List<PeerId> closeRefused() {
        List<PeerId> refused = links.values().stream()
                .filter(link -> link.connection().filter(open -> !security.stillAdmits(open.socket())).isPresent())
                .map(PeerLink::peer).toList();
        refused.forEach(this::forget);
        return refused;
    }

    /** Ends the link to a peer. */
    public void forget(PeerId peer) {
        PeerLink known = links.remove(peer);
        if (known != null) {
            known.close();
        }
    }

    /** Sends a frame if it can. */
    public void send(PeerId to, byte[] frame) {
        PeerLink link = links.get(to);
        if (link == null) {
            traffic.dropped();
        } else {
            link.send(frame);
        }
    }

    /** Makes a connection to an address for another protocol than gossip. */
    public Future<NetSocket> connect(Address address, PortProtocol protocol) {
        return security.connect(client, address, protocol);
    }

    /** The peer that a connection itself proves; empty if it proves nobody. */
    public Optional<PeerId> peerOf(NetSocket socket) {
        return security.peerOf(socket);
    }

    /** Whether some peer whose address is known can be talked to, as far as is known. */
    public boolean mayReachAnyPeer() {
        return links.values().stream().anyMatch(link -> !link.addresses().isEmpty() && link.mayWork());
    }

    /** Bytes of frames that others have only begun to send. */
    long unfinishedBytes() {
        return unfinished.bytes();
    }

    public Traffic traffic() {
        return traffic;
    }

    /** Ends all connections. */
    public Future<Void> close() {
        isClosed = true;
        sweeping.ifPresent(vertx::cancelTimer);
        links.keySet().stream().toList().forEach(this::forget);
        return Future.join(server.close(), client.close()).mapEmpty();
    }

    private PeerLink link(PeerId peer) {
        return links.computeIfAbsent(peer, unknown -> new PeerLink(self, unknown, dialler, traffic));
    }

    /** A stranger that was silent the longest gives way where there are too many. */
    private void boundStrangers() {
        long strangers = links.values().stream().filter(link -> link.addresses().isEmpty()).count();
        for (Iterator<PeerLink> each = links.values().iterator(); strangers > limits.strangersMax(); strangers--) {
            PeerLink link = each.next();
            while (!link.addresses().isEmpty()) {
                link = each.next();
            }
            each.remove();
            link.close();
        }
    }

    private void sweep() {
        pending.all().forEach(caller -> caller.closeIfLate(now()));
        links.values().stream().toList()
                .forEach(link -> link.connection().ifPresent(connection -> connection.closeIfLate(limits)));
    }

    private static Duration now() {
        return Duration.ofNanos(System.nanoTime());
    }

    private void accept(NetSocket socket) {
        if (security.protectsFromStrangers() && !failed.mayTry(socket.remoteAddress().hostAddress(), now())) {
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

    /** A connection that was taken and whose other side has not proved itself: encryption first, then the handshake. */
    private final class Caller {

        private final NetSocket socket;
        private final Duration began = now();
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
                failed.failed(socket.remoteAddress().hostAddress(), now());
                refusals.caller(
                        "The connection from " + socket.remoteAddress() + " was closed: " + failure.getMessage());
                end();
            });
        }

        private void speaks(PortProtocol protocol) {
            if (protocol == PortProtocol.GOSSIP) {
                connection = Connection.accepted(socket, new CallerHost(this), traffic);
                connection.begin();
            } else if (others.containsKey(protocol)) {
                pending.gone(this);
                others.get(protocol).handle(socket);
            } else {
                end();
            }
        }

        void closeIfLate(Duration now) {
            if (now.minus(began).compareTo(limits.handshakeTime()) > 0) {
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
    }

    /** The transport as its connections see it. */
    private abstract class ConnectionHost implements Connection.Host {

        @Override
        public DeviceKey key() {
            return key;
        }

        @Override
        public Handshake handshake() {
            return Handshake.of(key,
                    ByteBuffer.allocate(NONCE_BYTES).putLong(process).putLong(random.nextLong()).array());
        }

        @Override
        public Optional<PeerId> peerOf(NetSocket socket) {
            return security.peerOf(socket);
        }

        @Override
        public int frameBytesMax() {
            return frameBytesMax;
        }

        @Override
        public Duration now() {
            return PeerTransport.now();
        }

        @Override
        public void opened(Connection connection) {
            if (isClosed) {
                connection.close();
                return;
            }
            PeerLink link = link(connection.peer().orElseThrow());
            link.opened(connection);
            boundStrangers();
            if (news != null && link.connection().filter(connection::equals).isPresent()) {
                news.opened(link.peer());
            }
        }

        @Override
        public void received(Connection connection, byte[] frame) {
            PeerId peer = connection.peer().orElseThrow();
            links.get(peer);
            if (news != null && frame.length > 0 && frame[0] == NEWS) {
                news.received(peer, Arrays.copyOfRange(frame, 1, frame.length));
            } else {
                receiver.received(peer, frame);
            }
        }

        @Override
        public void refused(Connection connection, String sentence) {
            if (connection.role() == Role.DIALLER && !connection.isOpen()) {
                refusals.listener(new Address(connection.socket().remoteAddress().hostAddress(),
                        connection.socket().remoteAddress().port()), sentence);
            } else {
                refusals.caller(sentence);
            }
        }

        @Override
        public void buffers(Connection connection, int bytes) {
            unfinished.buffers(connection, bytes);
        }

        @Override
        public void drained(Connection connection) {
            connection.peer().map(links::get).ifPresent(PeerLink::flush);
        }

        @Override
        public void closed(Connection connection) {
            PeerLink link = connection.peer().map(links::get).orElse(null);
            if (link == null) {
                return;
            }
            link.closed(connection);
            if (link.addresses().isEmpty() && link.connection().isEmpty()) {
                links.remove(link.peer());
            }
        }
    }

    /** The same for a connection that a link made. */
    private final class DialledHost extends ConnectionHost {

        private final PeerLink link;

        DialledHost(PeerLink link) {
            this.link = link;
        }

        @Override
        public void opened(Connection connection) {
            if (links.get(link.peer()) == link) {
                super.opened(connection);
            } else {
                connection.close();
            }
        }

        @Override
        public void closed(Connection connection) {
            if (!connection.wasOpen()) {
                link.failed();
            } else {
                super.closed(connection);
            }
        }
    }

    /** The same for a connection to whoever answers. */
    private final class MeetingHost extends ConnectionHost {

        private final Promise<PeerId> met;

        MeetingHost(Promise<PeerId> met) {
            this.met = met;
        }

        @Override
        public void opened(Connection connection) {
            PeerId peer = connection.peer().orElseThrow();
            if (peer.equals(self)) {
                connection.close();
                met.tryFail("it is this node itself");
                return;
            }
            super.opened(connection);
            met.tryComplete(peer);
        }

        @Override
        public void refused(Connection connection, String sentence) {
            super.refused(connection, sentence);
            met.tryFail(sentence);
        }

        @Override
        public void closed(Connection connection) {
            if (connection.wasOpen()) {
                super.closed(connection);
            } else {
                met.tryFail("the connection ended before it was open");
            }
        }
    }

    /** The same for a connection that was taken, until it has proved itself. */
    private final class CallerHost extends ConnectionHost {

        private final Caller caller;

        CallerHost(Caller caller) {
            this.caller = caller;
        }

        @Override
        public void opened(Connection connection) {
            pending.gone(caller);
            super.opened(connection);
        }

        @Override
        public void closed(Connection connection) {
            pending.gone(caller);
            super.closed(connection);
        }
    }

    /** How links make connections. */
    private final class LinkHost implements PeerLink.Host {

        @Override
        public void dial(PeerLink link, Address address) {
            try {
                connect(address, PortProtocol.GOSSIP).onComplete(socket -> {
                    if (links.get(link.peer()) != link) {
                        socket.close();
                        return;
                    }
                    begin(Connection.dialled(socket, Optional.of(link.peer()), address, new DialledHost(link),
                            traffic));
                }, failure -> link.failed());
            } catch (OutOfMemoryError e) {
                link.failed();
            }
        }

        @Override
        public void afterPause(Runnable action) {
            vertx.setTimer(PAUSE_MILLIS, unused -> action.run());
        }
    }
}
