package dev.grapevine.node.transport;

import java.security.SecureRandom;
import java.util.Optional;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.node.security.DeviceKey;

/**
 * The versions of the protocol that a node speaks, for who compares two nodes without making them talk.
 *
 * @param oldest   the oldest one
 * @param newest   the newest one, not below the oldest
 * @param features optional features, a bit each
 */
public record ProtocolVersions(int oldest, int newest, long features) {

    /** The feature of a node that keeps copies of its peers' checkpoints when they ask. */
    public static final long KEEPS_COPIES = 1;

    /** The versions and features of this build. */
    public static final ProtocolVersions OWN = new ProtocolVersions(FrameCodec.OLDEST_VERSION, FrameCodec.VERSION,
            KEEPS_COPIES | Rooms.ALL.features());

    /** The longest first frame of a node of any version, in bytes. */
    public static final int FIRST_FRAME_BYTES_MAX = Handshake.MAX_BYTES;

    private static final int NONCE_BYTES = 16;

    /** A first frame, to which a node on loopback answers with its own: a length of four bytes, and that many. */
    public static byte[] firstFrame(DeviceKey key, SecureRandom random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return FrameReader.frame(Handshake.of(OWN, key, nonce).encode()).getBytes();
    }

    /**
     * The versions in a node's first frame, without its length.
     *
     * @throws IllegalArgumentException if the bytes are no first frame of any version
     */
    public static ProtocolVersions in(byte[] firstFrame) {
        Handshake said = Handshake.decode(firstFrame);
        return new ProtocolVersions(said.oldest(), said.newest(), said.features());
    }

    /**
     * The identity that a node claims in its first frame; it has proved nothing.
     *
     * @throws IllegalArgumentException if the bytes are no first frame of any version
     */
    public static PeerId peerIn(byte[] firstFrame) {
        return Handshake.decode(firstFrame).peer();
    }

    /** The reason why two nodes cannot talk, in words for the user of this one; empty if they can. */
    public Optional<String> refusal(ProtocolVersions theirs) {
        if (Math.min(newest, theirs.newest) >= Math.max(oldest, theirs.oldest)) {
            return Optional.empty();
        }
        return Optional.of("speaks protocol " + theirs + ", this node " + this + ": "
                + (theirs.newest < oldest ? "that node" : "this node") + " has to be updated");
    }

    @Override
    public String toString() {
        return oldest == newest ? "version " + newest : "versions " + oldest + " to " + newest;
    }
}
