package dev.grapevine.gossip.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.gossip.snapshot.Saved;

/** However often a peer fails, it gets another chance soon. */
class BackoffProperties {

    private static final PeerId PEER = new PeerId("peer");

    @Property(tries = 200)
    void restIsAtMost64Seconds(@ForAll @IntRange(min = 1, max = 10_000) int failures,
            @ForAll @IntRange(min = 0, max = 1_000_000_000) int seconds) {
        Backoff backoff = new Backoff();
        Duration now = Duration.ofSeconds(seconds);
        for (int i = 0; i < failures; i++) {
            backoff.failed(PEER, now);
        }
        assertThat(backoff.isResting(PEER, now.plusSeconds(4).minusNanos(1))).isTrue();
        assertThat(backoff.isResting(PEER, now.plusSeconds(64))).isFalse();
        backoff.heardFrom(PEER);
        assertThat(backoff.isResting(PEER, now)).as("whoever is heard of is forgotten").isFalse();
    }

    @Property(tries = 20)
    void restoredCountOfFailuresNeverOverflows(@ForAll @IntRange(min = Integer.MAX_VALUE - 3) int failures) {
        Backoff backoff = new Backoff();
        backoff.restore(Saved.by(out -> {
            out.putCount(1);
            out.putText(PEER.text());
            out.putCount(failures);
            out.putLong(0);
            out.putBoolean(false);
            out.putBoolean(false);
        }));
        for (int i = 0; i < 8; i++) {
            backoff.failed(PEER, Duration.ZERO);
        }
        assertThat(backoff.isResting(PEER, Duration.ofSeconds(64).minusNanos(1))).isTrue();
        assertThat(backoff.isResting(PEER, Duration.ofSeconds(64))).isFalse();
    }
}
