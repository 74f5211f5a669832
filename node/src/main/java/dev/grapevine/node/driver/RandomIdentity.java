package dev.grapevine.node.driver;

import java.security.SecureRandom;
import java.util.HexFormat;

import dev.grapevine.gossip.charter.RunIdentity;
import dev.grapevine.gossip.peers.PeerId;

/** Identities for nodes that were given none, and for runs: no two alike. */
final class RandomIdentity {

    private static final int BYTES = 6;

    private RandomIdentity() {}

    /** For a run that is founded now. */
    static String ofRun() {
        SecureRandom random = new SecureRandom();
        return RunIdentity.of(System.currentTimeMillis(), random.nextLong(), random.nextLong());
    }

    static PeerId next() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new PeerId(HexFormat.of().formatHex(bytes));
    }
}
