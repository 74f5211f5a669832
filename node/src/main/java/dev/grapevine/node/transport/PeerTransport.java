package dev.grapevine.node.transport;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
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

    /** Receives frames, in the order in which each peer sent them. */
    @FunctionalInterface
    public interface Receiver {
        void received(PeerId from, byte[] frame);
    }

    /** Receives the news that nodes tell each other besides the protocol's frames: who takes part in the run. */
    public interface News {

        /** A connection to a peer is open: news reach it now. */
        void opened(PeerId peer);

        void received(PeerId from, byte[] news);
    }

    /** Receives a sentence for each failure to talk to another node, as often as it tries. */
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

    private final Vertx vertx;
    private final TransportSecurity security;
    private final TransportLimits limits;
    private final Traffic traffic = new Traffic();
    private final Inbox inbox;
    private final PeerLinks links;
    private final ConnectionHost host;
    private final Dialler dialler;
    private final Listener listener;
    private OptionalLong sweeping = OptionalLong.empty();

    /**
     * @param key       of this node: its identity
     * @param security  of all connections
     * @param spoken    the versions and features that this node tells others
     * @param localHost outgoing connections start from here
     * @param refusals  is told of nodes that cannot be talked to
     */
    public PeerTransport(Vertx vertx, DeviceKey key, ProtocolVersions spoken, TransportSecurity security,
            String localHost, int frameBytesMax, Receiver receiver, Refusals refusals) {
        this(vertx, key, spoken, security, localHost, frameBytesMax, receiver, refusals, TransportLimits.DEFAULT);
    }

    PeerTransport(Vertx vertx, DeviceKey key, ProtocolVersions spoken, TransportSecurity security, String localHost,
            int frameBytesMax,
            Receiver receiver, Refusals refusals, TransportLimits limits) {
        this.vertx = vertx;
        this.security = security;
        this.limits = limits;
        this.inbox = new Inbox(receiver);
        this.links = new PeerLinks(key.peer(), new LinkHost(), traffic, limits.strangersMax());
        this.host = new ConnectionHost(key, spoken, security, frameBytesMax, links, inbox, refusals,
                limits.unfinishedBytesMax());
        this.dialler = new Dialler(vertx, security, localHost, host, traffic, limits);
        this.listener = new Listener(vertx, security, host, refusals, traffic, limits);
    }

    /** Hands connections on which another protocol than gossip is spoken to a handler; before {@link #listen}. */
    public void serve(PortProtocol protocol, Handler<NetSocket> handler) {
        listener.serve(protocol, handler);
    }

    /** Hands the news of peers to a receiver; before {@link #listen}. */
    public void onNews(News receiver) {
        inbox.onNews(receiver);
    }

    /**
     * Starts to listen; the future tells the port, or that it is taken.
     *
     * @throws dev.grapevine.node.words.UserMistakeException if its security is not enough for the address
     */
    public Future<Integer> listen(Address address) {
        security.check("listen", address);
        sweeping = OptionalLong.of(vertx.setPeriodic(SWEEP_MILLIS, unused -> sweep()));
        return listener.listen(address);
    }

    /**
     * Notes where a peer may be, the most likely address first. New addresses end the connection to an old one.
     *
     * @param addresses at least one
     */
    public void locate(PeerId peer, List<Address> addresses) {
        links.locate(peer, addresses);
    }

    /**
     * Connects to whoever answers at an address, if it may take part; the future tells who that is, or why there is no
     * connection.
     */
    public Future<PeerId> meet(Address address) {
        return dialler.meet(address);
    }

    /** The peers with which a connection is open. */
    public List<PeerId> connected() {
        return links.all().stream().filter(link -> link.connection().isPresent()).map(PeerLink::peer).toList();
    }

    /** Whether a connection to a peer is open, and the peer has a feature that this node has. */
    public boolean shares(PeerId peer, long feature) {
        return links.find(peer).flatMap(PeerLink::connection)
                .filter(connection -> (connection.features() & feature) == feature).isPresent();
    }

    /** Tells a peer news if it can. */
    public void tell(PeerId to, byte[] told) {
        send(to, Inbox.newsFrame(told));
    }

    /** Ends the connections of peers that would not be let in again, and returns those peers. */
    public List<PeerId> closeRefused() {
        List<PeerId> refused = links.all().stream()
                .filter(link -> link.connection().filter(open -> !security.stillAdmits(open.socket())).isPresent())
                .map(PeerLink::peer).toList();
        refused.forEach(this::forget);
        return refused;
    }

    /** Ends the link to a peer. */
    public void forget(PeerId peer) {
        links.forget(peer);
    }

    /** Sends a frame if it can. */
    public void send(PeerId to, byte[] frame) {
        links.find(to).ifPresentOrElse(link -> link.send(frame), traffic::dropped);
    }

    /** Makes a connection to an address for another protocol than gossip. */
    public Future<NetSocket> connect(Address address, PortProtocol protocol) {
        return dialler.connect(address, protocol);
    }

    /** The peer that a connection itself proves; empty if it proves nobody. */
    public Optional<PeerId> peerOf(NetSocket socket) {
        return security.peerOf(socket);
    }

    /** Whether some peer whose address is known can be talked to, as far as is known. */
    public boolean mayReachAnyPeer() {
        return links.mayReachAny();
    }

    /** Bytes of frames that others have only begun to send. */
    long unfinishedBytes() {
        return host.unfinishedBytes();
    }

    public Traffic traffic() {
        return traffic;
    }

    /** Ends all connections. */
    public Future<Void> close() {
        host.close();
        sweeping.ifPresent(vertx::cancelTimer);
        links.all().forEach(link -> links.forget(link.peer()));
        return Future.join(listener.close(), dialler.close()).mapEmpty();
    }

    private void sweep() {
        listener.closeLateCallers();
        links.all().forEach(link -> link.connection().ifPresent(connection -> connection.closeIfLate(limits)));
    }

    /** Makes the connections of links. */
    private final class LinkHost implements PeerLink.Host {

        @Override
        public void dial(PeerLink link, Address address) {
            dialler.dial(link, address);
        }

        @Override
        public void afterPause(Runnable action) {
            vertx.setTimer(PAUSE_MILLIS, unused -> action.run());
        }
    }
}
