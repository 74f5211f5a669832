package dev.grapevine.node.transport;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.grapevine.gossip.peers.PeerId;

/**
 * The first words on a connection. The dialler sends four letters, its protocol version and its identity; the other side
 * answers with the same of its own. Both are frames like any other.
 *
 * @param version of the wire format
 * @param peer    who speaks
 */
record Handshake(int version, PeerId peer) {

    private static final byte[] LETTERS = "GRPV".getBytes(StandardCharsets.US_ASCII);
    /** The longest that a handshake can be: nothing longer is read before one came. */
    static final int MAX_BYTES = LETTERS.length + 1 + PeerId.MAX_LENGTH;

    byte[] encode() {
        byte[] name = peer.text().getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = Arrays.copyOf(LETTERS, LETTERS.length + 1 + name.length);
        bytes[LETTERS.length] = (byte) version;
        System.arraycopy(name, 0, bytes, LETTERS.length + 1, name.length);
        return bytes;
    }

    /**
     * @throws IllegalArgumentException if it is none
     */
    static Handshake decode(byte[] bytes) {
        if (bytes.length <= LETTERS.length + 1 || !Arrays.equals(LETTERS, Arrays.copyOf(bytes, LETTERS.length))) {
            throw new IllegalArgumentException("It does not speak Grapevine's protocol");
        }
        String name = new String(bytes, LETTERS.length + 1, bytes.length - LETTERS.length - 1,
                StandardCharsets.US_ASCII);
        return new Handshake(bytes[LETTERS.length] & 0xff, new PeerId(name));
    }
}
