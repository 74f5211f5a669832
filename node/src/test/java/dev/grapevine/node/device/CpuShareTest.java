package dev.grapevine.node.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class CpuShareTest {

    private long nanos;
    private long cpu;
    private boolean isCutShort;
    private int rests;
    private final CpuShare half = new CpuShare(0.5, () -> nanos, () -> cpu, time -> {
        rests++;
        nanos += time.toNanos();
    });

    /** One thread works alone for a while. */
    private void work(Duration time) {
        nanos += time.toNanos();
        cpu += time.toNanos();
    }

    @Test
    void theShareHoldsOnAverage() {
        for (int i = 0; i < 10_000; i++) {
            work(Duration.ofMillis(3));
            half.keep(() -> isCutShort);
        }
        assertThat((double) cpu / nanos).isCloseTo(0.5, Percentage.withPercentage(3));
        assertThat(half.rested()).isEqualTo(Duration.ofNanos(nanos - cpu));
    }

    /** Other threads of the process count, too. */
    @Test
    void timeOfOtherThreadsCounts() {
        for (int i = 0; i < 10_000; i++) {
            work(Duration.ofMillis(3));
            cpu += 1_500_000;
            half.keep(() -> isCutShort);
        }
        assertThat((double) cpu / nanos).isCloseTo(0.5, Percentage.withPercentage(3));
    }

    @Test
    void idleTimeIsNotSavedUp() {
        nanos += Duration.ofHours(1).toNanos();
        half.keep(() -> isCutShort);
        work(Duration.ofSeconds(3));
        half.keep(() -> isCutShort);
        assertThat(rests).isPositive();
    }

    @Test
    void endOfTheNodeEndsARest() {
        isCutShort = true;
        work(Duration.ofMinutes(1));
        half.keep(() -> isCutShort);
        assertThat(rests).isZero();
    }
}
