package dev.grapevine.node.spare;

import java.security.SecureRandom;
import java.util.Random;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.security.DeviceKey;

/** Devices and copies for tests, the same for the same number. */
final class SampleCopy {

    static final PeerId RUN = key(1000).peer();

    private SampleCopy() {}

    static DeviceKey key(long seed) {
        byte[] bytes = new byte[DeviceKey.SEED_BYTES];
        new Random(seed).nextBytes(bytes);
        return DeviceKey.create(new SeedBytes(bytes));
    }

    static CopyLabel label(DeviceKey owner, long incarnation, long generation) {
        return new CopyLabel(owner.peer(), RUN, incarnation, generation);
    }

    /** A sealed copy of some bytes. */
    static byte[] sealed(DeviceKey owner, long incarnation, long generation, int contentBytes) {
        byte[] content = new byte[contentBytes];
        new Random(generation).nextBytes(content);
        return SealedCopy.seal(owner, label(owner, incarnation, generation), content, new SecureRandom());
    }
}
