package dev.grapevine.node.security;

import java.security.SecureRandom;
import java.util.Random;

/** The same bytes for the same seed, for tests only. */
final class SeededRandom extends SecureRandom {

    private static final long serialVersionUID = 1L;

    private final Random random;

    SeededRandom(long seed) {
        this.random = new Random(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        random.nextBytes(bytes);
    }
}
