package dev.grapevine.node.driver;

import java.security.SecureRandom;

import dev.grapevine.gossip.charter.RunIdentity;

/** Random identities for runs. */
final class RandomIdentity {

    private RandomIdentity() {}

    /** An identity for a run that is founded now. */
    static String ofRun() {
        SecureRandom random = new SecureRandom();
        return RunIdentity.of(System.currentTimeMillis(), random.nextLong(), random.nextLong());
    }
}
