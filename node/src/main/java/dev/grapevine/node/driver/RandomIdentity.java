package dev.grapevine.node.driver;

import java.security.SecureRandom;
import java.util.HexFormat;

import dev.grapevine.gossip.charter.RunIdentity;
import dev.grapevine.gossip.peers.PeerId;

/** Random identities for nodes without a name and for runs. */
final class RandomIdentity {

    private static final int BYTES = 6;

    private RandomIdentity() {}

    /** An identity for a run that is founded now. */
    static String ofRun() {
        SecureRandom random = new SecureRandom();
        return RunIdentity.of(System.currentTimeMillis(), random.nextLong(), random.nextLong());
    }

    /** An identity for a node: 12 hexadecimal digits. */
    static PeerId next() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new PeerId(HexFormat.of().formatHex(bytes));
    }
}
