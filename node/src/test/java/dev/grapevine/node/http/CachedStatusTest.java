package dev.grapevine.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class CachedStatusTest {

    private Duration now = Duration.ZERO;
    private int computed;
    private final CachedStatus status = new CachedStatus(() -> {
        computed++;
        return SampleView.STATUS;
    }, () -> now);

    private int computedAfter(int questions) {
        for (int i = 0; i < questions; i++) {
            assertThat(status.get()).isSameAs(SampleView.STATUS);
        }
        return computed;
    }

    @Test
    void statusIsComputedAFewTimesASecond() {
        assertThat(computedAfter(100)).isEqualTo(1);
        now = CachedStatus.LIFE.minusNanos(1);
        assertThat(computedAfter(100)).isEqualTo(1);
        now = CachedStatus.LIFE;
        assertThat(computedAfter(100)).isEqualTo(2);
    }

    @Test
    void changeIsSeenAtOnce() {
        computedAfter(1);
        status.forget();
        assertThat(computedAfter(2)).isEqualTo(2);
    }
}
