package dev.grapevine.node.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FrameCodec;

/**
 * The first frame in each direction of a connection. The dialler sends its protocol versions, its features and its
 * identity; the listener answers with its own. Both then use the newest version and the features that they share.
 *
 * <p>Nodes of Grapevine 0.1 knew one version only. Their handshake is still decoded, so that both sides can tell their
 * users why the versions do not match.
 *
 * @param oldest   oldest protocol version that the node supports
 * @param newest   newest protocol version that the node supports
 * @param features one bit for each optional feature; unknown bits are ignored
 * @param peer     identity of the sender
 */
record Handshake(int oldest, int newest, long features, PeerId peer) {

    private static final byte[] MAGIC = "GRPV".getBytes(StandardCharsets.US_ASCII);
    /** Stands where nodes of 0.1 sent their version, 3 at most, and marks a handshake with a range of versions. */
    private static final int RANGE = 0;
    private static final int NEWEST_OF_0_1 = 3;
    private static final int NAME_AT = MAGIC.length + 3 + Long.BYTES;
    /** Longest handshake in bytes; until one has arrived, a longer frame ends the connection. */
    static final int MAX_BYTES = NAME_AT + PeerId.MAX_LENGTH;

    /** No optional features exist yet. */
    private static final long FEATURES = 0;

    /** The handshake of a node of this build. */
    static Handshake of(PeerId self) {
        return new Handshake(FrameCodec.OLDEST_VERSION, FrameCodec.VERSION, FEATURES, self);
    }

    /** The newest version that both support; empty if there is none. */
    OptionalInt common(Handshake other) {
        int version = Math.min(newest, other.newest);
        return version >= Math.max(oldest, other.oldest) ? OptionalInt.of(version) : OptionalInt.empty();
    }

    /** Encodes this handshake for a listener whose own is known. */
    byte[] encode(Handshake listener) {
        return listener.newest <= NEWEST_OF_0_1 ? encodeAs01() : encode();
    }

    /** Encodes this handshake for a listener of which nothing is known. */
    byte[] encode() {
        byte[] name = peer.text().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(NAME_AT + name.length).put(MAGIC).put((byte) RANGE).put((byte) oldest)
                .put((byte) newest).putLong(features).put(name).array();
    }

    /** Encodes this handshake as 0.1 did, so that such a node can tell its user that the versions differ. */
    private byte[] encodeAs01() {
        byte[] name = peer.text().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(MAGIC.length + 1 + name.length).put(MAGIC).put((byte) oldest).put(name).array();
    }

    /**
     * Decodes a handshake of this version or any other.
     *
     * @throws IllegalArgumentException if the bytes are no handshake
     */
    static Handshake decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length <= MAGIC.length + 1 || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
            throw new IllegalArgumentException("it does not speak Grapevine's protocol");
        }
        int version = in.position(MAGIC.length).get() & 0xff;
        if (version != RANGE) {
            return new Handshake(version, version, 0, name(in));
        }
        if (bytes.length <= NAME_AT) {
            throw new IllegalArgumentException("its handshake has " + bytes.length + " bytes");
        }
        int oldest = in.get() & 0xff;
        int newest = in.get() & 0xff;
        if (oldest == 0 || oldest > newest) {
            throw new IllegalArgumentException("it speaks protocol versions " + oldest + " to " + newest);
        }
        return new Handshake(oldest, newest, in.getLong(), name(in));
    }

    private static PeerId name(ByteBuffer in) {
        return new PeerId(StandardCharsets.US_ASCII.decode(in).toString());
    }

    /** The versions, worded for users. */
    String versions() {
        return oldest == newest ? "version " + newest : "versions " + oldest + " to " + newest;
    }

    /** The reason that two nodes have no version in common, as a sentence for users. */
    String refusal(String other, Handshake theirs) {
        return other + " speaks protocol " + theirs.versions() + ", this node " + versions()
                + ": they cannot take part in one run before the older one is updated";
    }
}
