package dev.grapevine.gossip.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class RebirthsTest {

    private final Rebirths rebirths = new Rebirths();

    @Test
    void firstRebirthIsImmediateAndRestsGrow() {
        assertThat(rebirths.begin(Duration.ofSeconds(1))).isTrue();
        assertThat(rebirths.begin(Duration.ofSeconds(30))).isFalse();
        assertThat(rebirths.begin(Duration.ofSeconds(31))).isTrue();
        assertThat(rebirths.begin(Duration.ofSeconds(90))).isFalse();
        assertThat(rebirths.begin(Duration.ofSeconds(91))).isTrue();
    }

    @Test
    void restIsAtMostAnHour() {
        Duration last = Duration.ZERO;
        for (int i = 0; i < 20; i++) {
            last = last.plus(Rebirths.REST_MAX);
            assertThat(rebirths.begin(last)).isTrue();
        }
        assertThat(rebirths.begin(last.plus(Rebirths.REST_MAX).minusNanos(1))).isFalse();
        assertThat(rebirths.begin(last.plus(Rebirths.REST_MAX))).isTrue();
    }
}
