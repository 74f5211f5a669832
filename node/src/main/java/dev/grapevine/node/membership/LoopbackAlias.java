package dev.grapevine.node.membership;

import java.nio.ByteBuffer;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.words.Address;

/**
 * The address in 127.0.0.0/8 that stands for a peer's membership on every machine of a run: at home Hazelcast listens
 * there, elsewhere a forwarder that leads to it. It follows from the identity, host and port, so that nobody has to be
 * asked; 38 bits keep a thousand peers apart.
 */
public final class LoopbackAlias {

    private static final int LOWEST_PORT = 10_000;
    /** The number of ports, up to where systems begin to choose ports themselves. */
    private static final int PORTS = 32_768 - LOWEST_PORT;
    /** The smallest octet after 127: not 0, since other programs of the machine listen on 127.0.x.x. */
    private static final int FIRST_OCTET = 1;
    private static final int FIRST_OCTETS = 254;

    private LoopbackAlias() {}

    /** @throws IllegalArgumentException if the identity is not that of a key */
    public static Address of(PeerId peer) {
        ByteBuffer bits = ByteBuffer.wrap(DeviceKey.fingerprint(peer)
                .orElseThrow(() -> new IllegalArgumentException(peer + " is no identity of a key")));
        int host = bits.getInt();
        int port = bits.getInt();
        return new Address("127." + (FIRST_OCTET + Integer.remainderUnsigned(host >>> Short.SIZE, FIRST_OCTETS)) + "."
                + (host >>> Byte.SIZE & 0xff) + "." + (host & 0xff),
                LOWEST_PORT + Integer.remainderUnsigned(port, PORTS));
    }
}
