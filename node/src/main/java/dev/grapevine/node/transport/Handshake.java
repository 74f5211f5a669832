package dev.grapevine.node.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.security.DeviceKey;

/**
 * The first frame of each side of a connection: the versions of the protocol that a node speaks, its optional features and
 * its public key. The two then speak the newest version that both know and use the features that both have. The second
 * frame of each side is a {@linkplain #sign signature} over both first frames, which proves that the node has the key.
 *
 * <p>Nodes up to version 4 have no keys and say a name instead. Their first frame is understood, so that both sides can
 * tell their users why they cannot talk. Immutable.
 */
final class Handshake {

    private static final byte[] LETTERS = "GRPV".getBytes(StandardCharsets.US_ASCII);
    /** Grapevine 0.1 had its only version in this place, 3 at last; 0 says that a range of versions follows. */
    private static final int RANGE = 0;
    private static final int NEWEST_OF_0_1 = 3;
    /** The first version whose nodes have keys. */
    static final int FIRST_WITH_KEYS = 5;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 16;
    private static final int KEY_AT = LETTERS.length + 3 + Long.BYTES;
    private static final int BYTES = KEY_AT + KEY_BYTES + NONCE_BYTES;
    static final int PROOF_BYTES = 64;
    /** The longest handshake of any version: nothing longer is read before one came. */
    static final int MAX_BYTES = KEY_AT + PeerId.MAX_LENGTH;

    private static final String PURPOSE_DIALLER = "grapevine handshake of the dialler";
    private static final String PURPOSE_LISTENER = "grapevine handshake of the listener";

    private final int oldest;
    private final int newest;
    private final long features;
    /** Empty for nodes that have none. */
    private final byte[] key;
    private final byte[] nonce;
    /** The identity, which for nodes without a key is what they say. */
    private final PeerId peer;

    private Handshake(int oldest, int newest, long features, PeerId peer, byte[] key, byte[] nonce) {
        this.oldest = oldest;
        this.newest = newest;
        this.features = features;
        this.peer = peer;
        this.key = key;
        this.nonce = nonce;
    }

    /**
     * The first frame of a node.
     *
     * @param spoken the versions and features of its build
     * @param nonce 16 bytes, never used before with this key: its first 8 tell one process of the node from another
     */
    static Handshake of(ProtocolVersions spoken, DeviceKey key, byte[] nonce) {
        return of(spoken.oldest(), spoken.newest(), spoken.features(), key.publicBytes(), nonce);
    }

    static Handshake of(int oldest, int newest, long features, byte[] publicKey, byte[] nonce) {
        if (publicKey.length != KEY_BYTES || nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException(
                    "A key of " + publicKey.length + " and a nonce of " + nonce.length + " bytes");
        }
        return new Handshake(oldest, newest, features, DeviceKey.peerOf(publicKey), publicKey.clone(), nonce.clone());
    }

    PeerId peer() {
        return peer;
    }

    int oldest() {
        return oldest;
    }

    int newest() {
        return newest;
    }

    /** Features as one bit each; unknown ones mean nothing. */
    long features() {
        return features;
    }

    /** Tells one process of a node from the next. */
    long process() {
        return ByteBuffer.wrap(nonce).getLong();
    }

    /** The newest version that both speak; empty if there is none. */
    OptionalInt common(Handshake other) {
        int version = Math.min(newest, other.newest);
        return version >= Math.max(oldest, other.oldest) ? OptionalInt.of(version) : OptionalInt.empty();
    }

    /**
     * Proves that this side has its key, to the other side and for this connection only.
     *
     * @param ours    whether this node dialled, and its key
     * @param dialler the first frame of the side that dialled
     * @return {@value #PROOF_BYTES} bytes
     */
    static byte[] sign(Role ours, DeviceKey key, Handshake dialler, Handshake listener) {
        return key.sign(purpose(ours), both(dialler, listener));
    }

    /** Whether a proof is that of the side with the given role. */
    static boolean isProof(byte[] proof, Role theirs, Handshake dialler, Handshake listener) {
        byte[] publicKey = (theirs == Role.DIALLER ? dialler : listener).key;
        return DeviceKey.verify(publicKey, purpose(theirs), both(dialler, listener), proof);
    }

    private static String purpose(Role role) {
        return role == Role.DIALLER ? PURPOSE_DIALLER : PURPOSE_LISTENER;
    }

    private static byte[] both(Handshake dialler, Handshake listener) {
        return ByteBuffer.allocate(2 * BYTES).put(dialler.encode()).put(listener.encode()).array();
    }

    /** The handshake as it is said to a node that has said this. */
    byte[] encode(Handshake listener) {
        return listener.newest <= NEWEST_OF_0_1 ? encodeAs01() : encode();
    }

    /** The handshake as it is said to an unknown node. */
    byte[] encode() {
        return ByteBuffer.allocate(BYTES).put(LETTERS).put((byte) RANGE).put((byte) oldest).put((byte) newest)
                .putLong(features).put(key).put(nonce).array();
    }

    /** The handshake in the format of 0.1: it tells its user that the versions differ. */
    private byte[] encodeAs01() {
        byte[] name = peer.text().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(LETTERS.length + 1 + name.length).put(LETTERS).put((byte) oldest).put(name).array();
    }

    /** @throws IllegalArgumentException if the bytes are no handshake of any version */
    static Handshake decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length <= LETTERS.length + 1 || !Arrays.equals(LETTERS, Arrays.copyOf(bytes, LETTERS.length))) {
            throw new IllegalArgumentException("it does not speak Grapevine's protocol");
        }
        int version = in.position(LETTERS.length).get() & 0xff;
        if (version != RANGE) {
            return withoutKey(version, version, in);
        }
        if (bytes.length <= KEY_AT) {
            throw new IllegalArgumentException("its handshake has " + bytes.length + " bytes");
        }
        int oldest = in.get() & 0xff;
        int newest = in.get() & 0xff;
        if (oldest == 0 || oldest > newest) {
            throw new IllegalArgumentException("it speaks protocol versions " + oldest + " to " + newest);
        }
        long features = in.getLong();
        if (newest < FIRST_WITH_KEYS) {
            return withoutKey(oldest, newest, in);
        }
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("its handshake has " + bytes.length + " bytes, not " + BYTES);
        }
        byte[] key = new byte[KEY_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        in.get(key).get(nonce);
        return of(oldest, newest, features, key, nonce);
    }

    private static Handshake withoutKey(int oldest, int newest, ByteBuffer in) {
        return new Handshake(oldest, newest, 0, new PeerId(StandardCharsets.US_ASCII.decode(in).toString()),
                new byte[KEY_BYTES], new byte[NONCE_BYTES]);
    }

    /** The versions, as words for users. */
    private String versions() {
        return oldest == newest ? "version " + newest : "versions " + oldest + " to " + newest;
    }

    /** The reason why two nodes have no version in common, as words for users; empty if they have one. */
    Optional<String> refusal(String other, Handshake theirs) {
        return common(theirs).isPresent()
                ? Optional.empty()
                : Optional.of(other + " speaks protocol " + theirs.versions() + ", this node " + versions()
                        + ": they cannot take part in one run before the older one is updated");
    }
}
