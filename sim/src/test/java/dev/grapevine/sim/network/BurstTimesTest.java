package dev.grapevine.sim.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.sim.scenario.LossBursts;

/** Bursts are as long and as frequent as they should be, with nothing remembered. */
class BurstTimesTest {

    private static final LossBursts BURSTS = new LossBursts(0.5, Duration.ofSeconds(10), Duration.ofSeconds(2));
    private static final long TICK = 10_000_000L;
    private static final int TICKS = 4_000_000;

    private static boolean contains(long nanos) {
        return BurstTimes.contain(BURSTS, new RandomStream(9).fork("link", 3), nanos);
    }

    @Test
    void burstsAndPauses_haveExponentialLengths() {
        int bursts = 0;
        int inBursts = 0;
        int longBursts = 0;
        int length = 0;
        for (int tick = 0; tick < TICKS; tick++) {
            if (contains(tick * TICK)) {
                inBursts++;
                length++;
            } else if (length > 0) {
                bursts++;
                longBursts += length * TICK > 2_000_000_000L ? 1 : 0;
                length = 0;
            }
        }
        // About 4000 bursts in 40000 s: their number and mean length vary by 2 or 3 of a hundred.
        assertThat(bursts).isBetween(3700, 4250);
        assertThat(inBursts * (TICK / 1e9) / bursts).isBetween(1.85, 2.15);
        // Longer than the mean is exp(-1) of all exponential lengths.
        assertThat((double) longBursts / bursts).isBetween(0.34, 0.40);
    }

    @Test
    void burst_atATime_isTheSameInAnyOrderOfAsking() {
        boolean[] forward = new boolean[1000];
        for (int i = 0; i < forward.length; i++) {
            forward[i] = contains(i * 300_000_000L);
        }
        for (int i = forward.length - 1; i >= 0; i--) {
            assertThat(contains(i * 300_000_000L)).isEqualTo(forward[i]);
        }
        assertThat(forward).contains(true, false);
    }
}
