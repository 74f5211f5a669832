package dev.grapevine.node.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FrameCodec;

/**
 * The first words on a connection. The dialler says which versions of the protocol it speaks, what else it can do, and who
 * it is; the other side answers with the same of its own. Both are frames like any other. The two then speak the newest
 * version that both know and use what both can do; what only one of them knows is never said.
 *
 * <p>Nodes of Grapevine 0.1 knew one version only. What they say is understood, so that both sides can tell their users
 * why they cannot talk.
 *
 * @param oldest   version of the protocol that is spoken
 * @param newest   version of the protocol that is spoken
 * @param features one bit for each thing that a node may be able to do; unknown ones mean nothing
 * @param peer     who speaks
 */
record Handshake(int oldest, int newest, long features, PeerId peer) {

    private static final byte[] LETTERS = "GRPV".getBytes(StandardCharsets.US_ASCII);
    /** Where nodes of 0.1 said their version, which was 3 at last: whoever says nothing there speaks as they do since. */
    private static final int RANGE = 0;
    private static final int NEWEST_OF_0_1 = 3;
    private static final int NAME_AT = LETTERS.length + 3 + Long.BYTES;
    /** The longest that a handshake can be: nothing longer is read before one came. */
    static final int MAX_BYTES = NAME_AT + PeerId.MAX_LENGTH;

    /** There is nothing yet that only some nodes of the present version can do. */
    private static final long FEATURES = 0;

    /** What a node of this build says. */
    static Handshake of(PeerId self) {
        return new Handshake(FrameCodec.OLDEST_VERSION, FrameCodec.VERSION, FEATURES, self);
    }

    /** The newest version that both speak; empty if there is none. */
    OptionalInt common(Handshake other) {
        int version = Math.min(newest, other.newest);
        return version >= Math.max(oldest, other.oldest) ? OptionalInt.of(version) : OptionalInt.empty();
    }

    /** As it is said to somebody. */
    byte[] encode(Handshake listener) {
        return listener.newest <= NEWEST_OF_0_1 ? encodeAs01() : encode();
    }

    /** As it is said to somebody of whom nothing is known. */
    byte[] encode() {
        byte[] name = peer.text().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(NAME_AT + name.length).put(LETTERS).put((byte) RANGE).put((byte) oldest)
                .put((byte) newest).putLong(features).put(name).array();
    }

    /** In the words of 0.1: it tells its user that the versions differ. */
    private byte[] encodeAs01() {
        byte[] name = peer.text().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(LETTERS.length + 1 + name.length).put(LETTERS).put((byte) oldest).put(name).array();
    }

    /**
     * @throws IllegalArgumentException if it is none
     */
    static Handshake decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length <= LETTERS.length + 1 || !Arrays.equals(LETTERS, Arrays.copyOf(bytes, LETTERS.length))) {
            throw new IllegalArgumentException("It does not speak Grapevine's protocol");
        }
        int version = in.position(LETTERS.length).get() & 0xff;
        if (version != RANGE) {
            return new Handshake(version, version, 0, name(in));
        }
        if (bytes.length <= NAME_AT) {
            throw new IllegalArgumentException("Its handshake has " + bytes.length + " bytes");
        }
        int oldest = in.get() & 0xff;
        int newest = in.get() & 0xff;
        if (oldest == 0 || oldest > newest) {
            throw new IllegalArgumentException("It speaks protocol versions " + oldest + " to " + newest);
        }
        return new Handshake(oldest, newest, in.getLong(), name(in));
    }

    private static PeerId name(ByteBuffer in) {
        return new PeerId(StandardCharsets.US_ASCII.decode(in).toString());
    }

    /** The versions, as words for users. */
    String versions() {
        return oldest == newest ? "version " + newest : "versions " + oldest + " to " + newest;
    }

    /** Why two nodes have no version in common, as words for users. */
    String refusal(String other, Handshake theirs) {
        return other + " speaks protocol " + theirs.versions() + ", this node " + versions()
                + ": they cannot take part in one run before the older one is updated";
    }
}
