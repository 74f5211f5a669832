package dev.grapevine.node.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class FailedHandshakesTest {

    private static final Duration NOW = Duration.ofHours(3);
    private static final int AT_ONCE = 5;
    private static final Duration ONE_EVERY = Duration.ofMillis(200);

    private final FailedHandshakes failed = new FailedHandshakes(AT_ONCE, ONE_EVERY);

    private void fail(String address, int times, Duration now) {
        for (int i = 0; i < times; i++) {
            failed.failed(address, now);
        }
    }

    @Test
    void someAtOnceThenAFewASecond() {
        assertThat(failed.mayTry("a", NOW)).isTrue();
        fail("a", AT_ONCE - 1, NOW);
        assertThat(failed.mayTry("a", NOW)).isTrue();
        fail("a", 1, NOW);
        assertThat(failed.mayTry("a", NOW)).isFalse();
        assertThat(failed.mayTry("b", NOW)).as("another address").isTrue();
        Duration later = NOW.plus(ONE_EVERY);
        assertThat(failed.mayTry("a", later.minusNanos(1))).isFalse();
        assertThat(failed.mayTry("a", later)).isTrue();
        fail("a", 1, later);
        assertThat(failed.mayTry("a", later)).isFalse();
    }

    @Test
    void failuresOfLongAgoSaveNothingUp() {
        fail("a", AT_ONCE, NOW);
        Duration later = NOW.plusSeconds(3600);
        fail("a", AT_ONCE - 1, later);
        assertThat(failed.mayTry("a", later)).isTrue();
        fail("a", 1, later);
        assertThat(failed.mayTry("a", later)).isFalse();
    }

    @Test
    void addressThatFailedLeastRecentlyIsForgottenFirst() {
        fail("a", AT_ONCE, NOW);
        fail("b", AT_ONCE, NOW);
        for (int i = 2; i < FailedHandshakes.ADDRESSES_MAX; i++) {
            fail("x" + i, 1, NOW);
        }
        fail("a", 1, NOW);
        fail("one more", 1, NOW);
        assertThat(failed.mayTry("a", NOW)).isFalse();
        assertThat(failed.mayTry("b", NOW)).isTrue();
    }
}
