package dev.grapevine.node.transport;

import java.util.Optional;

import io.vertx.core.Future;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.UserMistakeException;

/** The protection of connections from strangers, and the choice among several protocols at one port. For one event loop. */
public interface TransportSecurity {

    /** Secures a connection that was just accepted; the future tells what the other side wants to speak. */
    Future<PortProtocol> accepted(NetSocket socket);

    /**
     * Makes a connection on which a protocol can be spoken.
     *
     * @param client for connections without protection, over which the secured one runs
     */
    Future<NetSocket> connect(NetClient client, Address address, PortProtocol protocol);

    /** The peer at the other end, as the connection itself proves it; empty if the connection proves nothing. */
    Optional<PeerId> peerOf(NetSocket socket);

    /** Whether the peer at the other end of a connection would be let in again: it may have been revoked since. */
    boolean stillAdmits(NetSocket socket);

    /** Whether only peers can read what is sent, or send anything, although others reach the address. */
    boolean protectsFromStrangers();

    /**
     * Checks that the protection suffices for an address.
     *
     * @param option  the option that gives the address, as users know it
     * @param address where connections are taken or made
     * @throws UserMistakeException if it does not
     */
    default void check(String option, Address address) {
        if (!protectsFromStrangers()) {
            address.requireLoopback(option, "without encryption");
        }
    }
}
