package dev.grapevine.node.transport;

import java.util.Optional;

import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.UserMistakeException;

/** Protection of connections from strangers, and proof of the peer's identity. For one event loop. */
public interface TransportSecurity {

    /** Options for accepting connections; a new object. */
    NetServerOptions server();

    /** Options for opening connections; a new object. */
    NetClientOptions client();

    /** The peer's identity as the connection proves it; empty if there is no proof beyond the handshake. */
    Optional<PeerId> peerOf(NetSocket socket);

    /** Whether only peers can read and send frames even where strangers reach the address. */
    boolean protectsFromStrangers();

    /**
     * Checks that this security is enough for an address.
     *
     * @param option  name of the user's option that has the address
     * @param address address that connections are accepted at or opened to
     * @throws UserMistakeException if other machines can reach the address and this security does not protect from them
     */
    default void check(String option, Address address) {
        if (!protectsFromStrangers()) {
            address.requireLoopback(option, "without encryption");
        }
    }
}
