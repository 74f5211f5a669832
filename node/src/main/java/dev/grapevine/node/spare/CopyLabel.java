package dev.grapevine.node.spare;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FieldBytes;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.FieldReader;
import dev.grapevine.node.security.FieldWriter;

/**
 * The label outside on a spare copy, for everybody to read: whose it is and how new. Nobody can change it unnoticed,
 * since the encryption of the copy covers it. Thread-safe.
 *
 * @param owner       the device whose folder it brings back
 * @param run         the authority of its run
 * @param incarnation which life of the owner made it
 * @param generation  number of the copy in that life, from 1
 */
public record CopyLabel(PeerId owner, PeerId run, long incarnation, long generation) {

    private static final byte[] KIND = "GRPVCPY1".getBytes(StandardCharsets.US_ASCII);
    private static final int PEER_LETTERS = 26;
    /** The length in bytes, always the same. */
    public static final int BYTES = KIND.length + 2 * (1 + PEER_LETTERS) + 2 * Long.BYTES;

    /** @throws IllegalArgumentException if it is out of bounds */
    public CopyLabel {
        if (DeviceKey.fingerprint(owner).isEmpty() || DeviceKey.fingerprint(run).isEmpty()
                || !FieldBytes.isIncarnation(incarnation) || generation < 1) {
            throw new IllegalArgumentException("A label is out of bounds");
        }
    }

    /** Whether it is of a later life than another one of the same owner, or of a later copy in the same life. */
    public boolean isNewerThan(CopyLabel other) {
        return incarnation > other.incarnation || incarnation == other.incarnation && generation > other.generation;
    }

    byte[] encode() {
        return new FieldWriter().bytes(KIND).text8(owner.text()).text8(run.text()).number64(incarnation)
                .number64(generation).bytes();
    }

    /** @throws IllegalArgumentException if the next bytes are no label */
    static CopyLabel read(FieldReader in) {
        if (!Arrays.equals(in.bytes(KIND.length), KIND)) {
            throw new IllegalArgumentException("It does not begin as a spare copy does");
        }
        return new CopyLabel(new PeerId(in.text8(PEER_LETTERS, "owner")), new PeerId(in.text8(PEER_LETTERS, "run")),
                in.number64(), in.number64());
    }
}
