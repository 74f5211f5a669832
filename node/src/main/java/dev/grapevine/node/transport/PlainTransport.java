package dev.grapevine.node.transport;

import java.util.Optional;

import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

import dev.grapevine.gossip.peers.PeerId;

/** Plain TCP without protection, for nodes of one machine that trust each other. */
public final class PlainTransport implements TransportSecurity {

    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;

    @Override
    public NetServerOptions server() {
        return new NetServerOptions().setTcpNoDelay(true).setReuseAddress(true);
    }

    @Override
    public NetClientOptions client() {
        return new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
    }

    @Override
    public Optional<PeerId> peerOf(NetSocket socket) {
        return Optional.empty();
    }

    @Override
    public boolean protectsFromStrangers() {
        return false;
    }
}
