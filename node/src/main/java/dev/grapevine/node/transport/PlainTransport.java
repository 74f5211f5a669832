package dev.grapevine.node.transport;

import java.util.Optional;

import io.vertx.core.Future;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.words.Address;

/** Connections without protection: for nodes of one machine. */
public final class PlainTransport implements TransportSecurity {

    @Override
    public Future<PortProtocol> accepted(NetSocket socket) {
        return Future.succeededFuture(PortProtocol.GOSSIP);
    }

    @Override
    public Future<NetSocket> connect(NetClient client, Address address, PortProtocol protocol) {
        return client.connect(address.port(), address.host());
    }

    @Override
    public Optional<PeerId> peerOf(NetSocket socket) {
        return Optional.empty();
    }

    @Override
    public boolean stillAdmits(NetSocket socket) {
        return true;
    }

    @Override
    public boolean protectsFromStrangers() {
        return false;
    }
}
