package dev.grapevine.node.membership;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.security.MemberEntry;
import dev.grapevine.node.words.Address;

/**
 * Leads Hazelcast's connections through the encrypted port. Hazelcast has no protection of its own and listens on this
 * machine only, at its {@link LoopbackAlias}; for each peer a forwarder listens at the peer's alias, and what connects there
 * comes out at the peer's Hazelcast. The side that connects says first who it is and where, so that the other has a
 * forwarder, too, before its Hazelcast answers. For one event loop.
 */
public final class MembershipTunnel {

    /** Hazelcast has one connection to a member, and for a moment two. */
    private static final int CONNECTIONS_OF_PEER_MAX = 4;
    private static final long INTRODUCTION_MILLIS = 5_000;
    /** Time until a forwarder is tried again whose place was taken. */
    private static final long TAKEN_MILLIS = 5_000;

    /** The way to the other side, and what is known of it. */
    public interface Ways {

        /** A secured connection to the membership of a peer. */
        Future<NetSocket> connect(PeerId peer);

        /** The peer that a secured connection proves. */
        Optional<PeerId> peerOf(NetSocket socket);

        /** This node in its own words. */
        Optional<MemberEntry> own();

        /** Takes a peer's own words; whether it is a member. */
        boolean introduced(MemberEntry entry);

        /** Whether the peer's Hazelcast runs on this machine, where its alias leads to it without a tunnel. */
        boolean isOnThisMachine(PeerId peer);
    }

    private final Vertx vertx;
    private final PeerId self;
    private final Ways ways;
    private final NetClient local;
    private final Map<PeerId, NetServer> forwarders = new HashMap<>();
    private final Map<PeerId, Set<NetSocket>> incoming = new HashMap<>();
    private final Map<PeerId, Set<NetSocket>> outgoing = new HashMap<>();
    private boolean isClosed;

    public MembershipTunnel(Vertx vertx, PeerId self, Ways ways) {
        this.vertx = vertx;
        this.self = self;
        this.ways = ways;
        this.local = vertx.createNetClient();
    }

    /** Makes sure that a peer's membership can be reached; the future ends when it can, or when its place is taken. */
    public Future<Void> open(PeerId peer) {
        if (isClosed || peer.equals(self) || forwarders.containsKey(peer) || ways.isOnThisMachine(peer)) {
            return Future.succeededFuture();
        }
        Address alias = LoopbackAlias.of(peer);
        NetServer forwarder = vertx.createNetServer().connectHandler(socket -> leadOut(peer, socket));
        forwarders.put(peer, forwarder);
        return forwarder.listen(alias.port(), alias.host()).onFailure(taken -> {
            // Another node of this machine leads there for the moment.
            vertx.setTimer(TAKEN_MILLIS, unused -> {
                if (forwarders.remove(peer, forwarder)) {
                    open(peer);
                }
            });
        }).otherwiseEmpty().mapEmpty();
    }

    /** Ends the way to a peer and all that goes over it. */
    public void close(PeerId peer) {
        NetServer forwarder = forwarders.remove(peer);
        if (forwarder != null) {
            forwarder.close();
        }
        Set.copyOf(incoming.getOrDefault(peer, Set.of())).forEach(NetSocket::close);
        Set.copyOf(outgoing.getOrDefault(peer, Set.of())).forEach(NetSocket::close);
    }

    /** Takes a secured connection from a peer to this node's Hazelcast. */
    public void accepted(NetSocket secured) {
        Optional<PeerId> peer = ways.peerOf(secured);
        if (peer.isEmpty() || !isCounted(incoming, peer.get(), secured)) {
            secured.close();
            return;
        }
        long deadline = vertx.setTimer(INTRODUCTION_MILLIS, unused -> secured.close());
        secured.handler(new Introduction(secured::close, (entry, rest) -> {
            vertx.cancelTimer(deadline);
            if (!entry.description().peer().equals(peer.get()) || !ways.introduced(entry)) {
                secured.close();
                return;
            }
            secured.pause();
            Address own = LoopbackAlias.of(self);
            open(peer.get()).compose(unused -> local.connect(own.port(), own.host())).onComplete(hazelcast -> {
                hazelcast.write(rest);
                join(secured, hazelcast);
            }, failure -> secured.close());
        }));
    }

    private void leadOut(PeerId peer, NetSocket fromHazelcast) {
        if (!isCounted(outgoing, peer, fromHazelcast)) {
            fromHazelcast.close();
            return;
        }
        fromHazelcast.pause();
        Optional<MemberEntry> own = ways.own();
        (own.isEmpty() ? Future.<NetSocket>failedFuture("this node is not described yet") : ways.connect(peer))
                .onComplete(secured -> {
                    secured.write(Introduction.of(own.get()));
                    join(fromHazelcast, secured);
                }, failure -> fromHazelcast.close());
    }

    private static void join(NetSocket counted, NetSocket other) {
        other.closeHandler(unused -> counted.close());
        counted.exceptionHandler(unused -> counted.close());
        other.exceptionHandler(unused -> other.close());
        counted.pipeTo(other);
        other.pipeTo(counted);
    }

    private static boolean isCounted(Map<PeerId, Set<NetSocket>> sockets, PeerId peer, NetSocket socket) {
        Set<NetSocket> ofPeer = sockets.computeIfAbsent(peer, unused -> new LinkedHashSet<>());
        if (ofPeer.size() >= CONNECTIONS_OF_PEER_MAX) {
            return false;
        }
        ofPeer.add(socket);
        socket.closeHandler(unused -> {
            ofPeer.remove(socket);
            if (ofPeer.isEmpty()) {
                sockets.remove(peer, ofPeer);
            }
        });
        return true;
    }

    /** Ends all forwarders; connections end with Hazelcast. */
    public Future<Void> close() {
        isClosed = true;
        return Future.join(Future.join(forwarders.values().stream().map(NetServer::close).toList()), local.close())
                .mapEmpty();
    }
}
