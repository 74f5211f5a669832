package dev.grapevine.node.transport;

import java.util.Optional;

import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.words.UserMistakeException;

/** How the two ends of a connection are kept from strangers, and how each knows who the other is. For one event loop. */
public interface TransportSecurity {

    /** For whoever takes connections; a new object. */
    NetServerOptions server();

    /** For whoever makes connections; a new object. */
    NetClientOptions client();

    /** Who is at the other end, as the connection itself proves it; empty if there is nothing but what they say. */
    Optional<PeerId> peerOf(NetSocket socket);

    /** Whether nobody but peers can read what is sent, or send anything, although others reach the address. */
    boolean protectsFromStrangers();

    /**
     * Looks whether it is enough for an address.
     *
     * @param option  whose address it is, as users know it
     * @param address where connections are taken or made
     * @throws UserMistakeException if it is not
     */
    default void check(String option, Address address) {
        if (!protectsFromStrangers()) {
            address.requireLoopback(option, "without encryption");
        }
    }
}
