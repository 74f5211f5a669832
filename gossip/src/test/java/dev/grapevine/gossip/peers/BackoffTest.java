package dev.grapevine.gossip.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final PeerId PEER = new PeerId("peer");
    private final Backoff backoff = new Backoff();

    @Test
    void restDoublesWithEachFailure() {
        Duration now = Duration.ZERO;
        for (int seconds : new int[]{4, 8, 16, 32, 64, 64}) {
            backoff.failed(PEER, now);
            assertThat(backoff.isResting(PEER, now.plusSeconds(seconds).minusNanos(1))).isTrue();
            now = now.plusSeconds(seconds);
            assertThat(backoff.isResting(PEER, now)).isFalse();
        }
    }

    @Test
    void messageEndsTheRest() {
        backoff.failed(PEER, Duration.ZERO);
        backoff.failed(PEER, Duration.ZERO);
        assertThat(backoff.isSilent(PEER)).isTrue();
        backoff.heardFrom(PEER);
        assertThat(backoff.isSilent(PEER)).isFalse();
        assertThat(backoff.isResting(PEER, Duration.ZERO)).isFalse();
        backoff.forget(PEER);
        backoff.failed(PEER, Duration.ZERO);
        assertThat(backoff.isResting(PEER, Duration.ofSeconds(4))).as("an exchange went well").isFalse();
    }

    /** As on a line that is full for minutes: each word is one of long ago, and offers for each would keep it full. */
    @Test
    void rareWords_endTheRestButDoNotMakeTheNextOneShorter() {
        Duration now = Duration.ZERO;
        for (int seconds : new int[]{4, 8, 16, 32, 64, 64}) {
            backoff.failed(PEER, now);
            assertThat(backoff.isResting(PEER, now.plusSeconds(seconds).minusNanos(1))).isTrue();
            if (seconds == 16) {
                backoff.heardFrom(PEER);
                assertThat(backoff.isResting(PEER, now)).isFalse();
                assertThat(backoff.isSilent(PEER)).isFalse();
            }
            now = now.plusSeconds(seconds);
        }
    }

    @Test
    void wordsOfAPeer_whoseAnswersComeTooLate_endNoRest() {
        Duration now = Duration.ZERO;
        backoff.failed(PEER, now);
        backoff.heardFrom(PEER);
        for (int seconds : new int[]{8, 16, 32, 64, 64}) {
            backoff.failed(PEER, now);
            backoff.heardFrom(PEER);
            assertThat(backoff.isSilent(PEER)).isFalse();
            assertThat(backoff.isResting(PEER, now.plusSeconds(seconds).minusNanos(1))).isTrue();
            now = now.plusSeconds(seconds);
            assertThat(backoff.isResting(PEER, now)).isFalse();
        }
        backoff.forget(PEER);
        backoff.failed(PEER, now);
        assertThat(backoff.isResting(PEER, now.plusSeconds(4))).as("an exchange got on in time").isFalse();
        backoff.heardFrom(PEER);
        assertThat(backoff.isResting(PEER, now)).isFalse();
    }

    @Test
    void otherPeersDoNotRest() {
        backoff.failed(PEER, Duration.ZERO);
        assertThat(backoff.isResting(new PeerId("other"), Duration.ZERO)).isFalse();
    }
}
