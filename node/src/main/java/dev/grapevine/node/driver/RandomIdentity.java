package dev.grapevine.node.driver;

import java.security.SecureRandom;
import java.util.HexFormat;

import dev.grapevine.gossip.peers.PeerId;

/** Identities for nodes that were given none: no two alike. */
final class RandomIdentity {

    private static final int BYTES = 6;

    private RandomIdentity() {}

    static PeerId next() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new PeerId(HexFormat.of().formatHex(bytes));
    }
}
