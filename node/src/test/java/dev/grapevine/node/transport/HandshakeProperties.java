package dev.grapevine.node.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.node.security.DeviceKey;

/** Two nodes choose the same version whenever they have one in common. */
class HandshakeProperties {

    private static final DeviceKey ALICE = DeviceKey.create(new SecureRandom());
    private static final DeviceKey BOB = DeviceKey.create(new SecureRandom());

    private static Handshake of(int oldest, int more, long features) {
        return Handshake.of(oldest, Math.min(255, oldest + more), features, ALICE.publicBytes(), new byte[16]);
    }

    @Property
    void commonVersionIsNewestOfBoth(@ForAll @IntRange(min = 1, max = 255) int ours,
            @ForAll @IntRange(max = 9) int more, @ForAll @IntRange(min = 1, max = 255) int theirs,
            @ForAll @IntRange(max = 9) int theirMore) {
        Handshake one = of(ours, more, 0);
        Handshake other = of(theirs, theirMore, 0);
        OptionalInt expected = IntStream.rangeClosed(ours, Math.min(255, ours + more))
                .filter(version -> version >= theirs && version <= Math.min(255, theirs + theirMore)).max();
        assertThat(one.common(other)).isEqualTo(expected).isEqualTo(other.common(one));
    }

    @Property
    void decodeInvertsEncode(@ForAll @IntRange(min = 1, max = 255) int oldest, @ForAll @IntRange(max = 9) int more,
            @ForAll long features) {
        Handshake sent = of(Math.max(5, oldest), more, features);
        Handshake read = Handshake.decode(sent.encode());
        assertThat(read.encode()).isEqualTo(sent.encode());
        assertThat(read.features()).isEqualTo(sent.features());
        assertThat(read.peer()).isEqualTo(ALICE.peer());
    }

    @Example
    void handshakeHasAtMostMaxBytes() {
        assertThat(of(5, 0, 0).encode()).hasSizeLessThanOrEqualTo(Handshake.MAX_BYTES);
    }

    /** Whatever bytes come: a handshake, or a sentence that says why it is none. */
    @Property
    void anyBytesAreReadOrRefused(@ForAll @IntRange(max = 79) int length, @ForAll byte[] noise,
            @ForAll boolean begins) {
        byte[] bytes = Arrays.copyOf(begins ? of(5, 1, 0).encode() : new byte[0], length);
        for (int i = 0; i < noise.length && i + 7 < length; i++) {
            bytes[i + 7] ^= noise[i];
        }
        try {
            assertThat(Handshake.decode(bytes).peer()).isNotNull();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    /** A proof is of one side, one key and one pair of first frames. */
    @Property(tries = 50)
    void proofHoldsForItsConnectionOnly(@ForAll boolean dials, @ForAll byte nonce) {
        Handshake dialler = Handshake.of(5, 5, 0, ALICE.publicBytes(), nonce(nonce));
        Handshake listener = Handshake.of(5, 5, 0, BOB.publicBytes(), nonce((byte) 1));
        Role role = dials ? Role.DIALLER : Role.LISTENER;
        byte[] proof = Handshake.sign(role, dials ? ALICE : BOB, dialler, listener);
        assertThat(Handshake.isProof(proof, role, dialler, listener)).isTrue();
        assertThat(Handshake.isProof(proof, role.other(), dialler, listener)).isFalse();
        Handshake another = Handshake.of(5, 5, 0, ALICE.publicBytes(), nonce((byte) (nonce + 1)));
        assertThat(Handshake.isProof(proof, role, another, listener)).isFalse();
        proof[nonce & 63] ^= 1;
        assertThat(Handshake.isProof(proof, role, dialler, listener)).isFalse();
    }

    private static byte[] nonce(byte first) {
        byte[] nonce = new byte[16];
        nonce[0] = first;
        return nonce;
    }
}
