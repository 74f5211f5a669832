package dev.grapevine.node.spare;

import java.security.SecureRandom;

/** No randomness, but the bytes of one seed: with them the JDK makes the pair of keys that follows from the seed. */
final class SeedBytes extends SecureRandom {

    private static final long serialVersionUID = 1L;

    private final transient byte[] seed;

    SeedBytes(byte[] seed) {
        this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
        if (bytes.length != seed.length) {
            throw new IllegalStateException("A key of " + bytes.length + " bytes");
        }
        System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
}
