package dev.grapevine.node.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.stream.IntStream;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.gossip.peers.PeerId;

/** Two nodes choose the same version whenever they have one in common. */
class HandshakeProperties {

    private static final PeerId ALICE = new PeerId("alice");

    private static Handshake of(int oldest, int more, long features) {
        return new Handshake(oldest, Math.min(255, oldest + more), features, ALICE);
    }

    @Property
    void commonVersionIsNewestOfBoth(@ForAll @IntRange(min = 1, max = 255) int ours,
            @ForAll @IntRange(max = 9) int more, @ForAll @IntRange(min = 1, max = 255) int theirs,
            @ForAll @IntRange(max = 9) int theirMore) {
        Handshake one = of(ours, more, 0);
        Handshake other = of(theirs, theirMore, 0);
        OptionalInt expected = IntStream.rangeClosed(one.oldest(), one.newest())
                .filter(version -> version >= other.oldest() && version <= other.newest()).max();
        assertThat(one.common(other)).isEqualTo(expected).isEqualTo(other.common(one));
    }

    @Property
    void decodeInvertsEncode(@ForAll @IntRange(min = 1, max = 255) int oldest, @ForAll @IntRange(max = 9) int more,
            @ForAll long features) {
        Handshake sent = of(oldest, more, features);
        assertThat(Handshake.decode(sent.encode())).isEqualTo(sent);
    }

    @Example
    void longestHandshakeHasMaxBytes() {
        assertThat(Handshake.of(new PeerId("x".repeat(PeerId.MAX_LENGTH))).encode()).hasSize(Handshake.MAX_BYTES);
    }
}
