package dev.grapevine.node.driver;

import java.util.List;
import java.util.Optional;

import io.vertx.core.Future;
import io.vertx.core.net.NetSocket;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.membership.MemberNews;
import dev.grapevine.node.membership.MembershipTunnel;
import dev.grapevine.node.security.MemberEntry;
import dev.grapevine.node.transport.PeerTransport;
import dev.grapevine.node.transport.PortProtocol;
import dev.grapevine.node.words.Address;

/** The ways of the membership's tunnel: connections of the transport to the addresses that members tell. */
final class MemberTunnelWays implements MembershipTunnel.Ways {

    private final PeerTransport transport;
    private final MemberNews news;

    MemberTunnelWays(PeerTransport transport, MemberNews news) {
        this.transport = transport;
        this.news = news;
    }

    private List<Address> addressesOf(PeerId peer) {
        return news.of(peer).map(entry -> entry.description().addresses()).orElse(List.of());
    }

    @Override
    public Future<NetSocket> connect(PeerId peer) {
        Future<NetSocket> way = Future.failedFuture("nobody knows where " + peer + " is");
        for (Address address : addressesOf(peer)) {
            way = way.recover(unused -> transport.connect(address, PortProtocol.MEMBERSHIP)
                    .compose(socket -> ofPeer(socket, peer)));
        }
        return way;
    }

    private Future<NetSocket> ofPeer(NetSocket socket, PeerId peer) {
        if (peerOf(socket).filter(peer::equals).isPresent()) {
            return Future.succeededFuture(socket);
        }
        socket.close();
        return Future.failedFuture("another node has the address of " + peer);
    }

    @Override
    public Optional<PeerId> peerOf(NetSocket socket) {
        return transport.peerOf(socket);
    }

    @Override
    public Optional<MemberEntry> own() {
        return news.own();
    }

    @Override
    public boolean introduced(MemberEntry entry) {
        news.met(entry);
        return news.of(entry.description().peer()).isPresent();
    }

    @Override
    public boolean isOnThisMachine(PeerId peer) {
        return OwnAddresses.areOfThisMachine(addressesOf(peer));
    }
}
