package dev.grapevine.node.spare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class CopySpacingTest {

    private final CopySpacing spacing = new CopySpacing();

    private boolean isDue(long seconds, long bytesSent, boolean isAwaited) {
        return spacing.isDue(Duration.ofSeconds(seconds), bytesSent, 1000, isAwaited);
    }

    @Test
    void copyCostsAHundredthOfTheBytes_andComesAtMostOnceAMinute() {
        assertThat(isDue(0, 0, false)).isTrue();
        spacing.made(Duration.ZERO, 5000);
        assertThat(isDue(59, 1_000_000, false)).isFalse();
        assertThat(isDue(60, 105_000, false)).isTrue();
        assertThat(isDue(60, 104_999, false)).isFalse();
    }

    @Test
    void newKeeperWaitsForTheMinute_andAllForAnHour() {
        spacing.made(Duration.ZERO, 0);
        assertThat(isDue(59, 0, true)).isFalse();
        assertThat(isDue(60, 0, true)).isTrue();
        assertThat(isDue(3599, 0, false)).isFalse();
        assertThat(isDue(3600, 0, false)).isTrue();
    }
}
