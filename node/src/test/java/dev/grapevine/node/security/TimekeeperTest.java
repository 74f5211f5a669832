package dev.grapevine.node.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

class TimekeeperTest {

    private static final Instant WALL = Instant.parse("1970-01-01T00:05:00Z");

    private final Timekeeper time = new Timekeeper(SmallRun.NOW);

    @Test
    void timeIsNeverEarlierThanKnown() {
        assertThat(time.now(WALL)).isEqualTo(SmallRun.NOW);
        assertThat(time.now(SmallRun.NOW.plusSeconds(1))).isEqualTo(SmallRun.NOW.plusSeconds(1));
    }

    @Test
    void clockThatWasAheadForAWhileIsForgotten() {
        time.now(SmallRun.NOW.plus(Duration.ofDays(9999)));
        assertThat(time.latest()).isEqualTo(SmallRun.NOW);
    }

    @Test
    void knowledgeOnlyGrows() {
        time.learn(SmallRun.NOW.minusSeconds(9));
        assertThat(time.latest()).isEqualTo(SmallRun.NOW);
        time.learn(SmallRun.NOW.plusSeconds(9));
        assertThat(time.now(WALL)).isEqualTo(SmallRun.NOW.plusSeconds(9));
    }

    @Test
    void clockIsBehindByMoreThanAMinute() {
        assertThat(time.isBehind(SmallRun.NOW.minusSeconds(60))).isFalse();
        assertThat(time.isBehind(SmallRun.NOW.minusSeconds(61))).isTrue();
        assertThat(time.isBehind(SmallRun.NOW.plusSeconds(61))).isFalse();
    }

    @Test
    void sentenceTellsByHowMuch() {
        assertThat(time.sentence(WALL)).isEqualTo("The clock of this device is behind by at least 20513 days: it shows "
                + "1970-01-01 00:05 UTC, but 2026-03-01 12:00 UTC has passed, which is taken as the time until the clock "
                + "is set (if the clock is right, remove the file latest-time)");
        assertThat(time.sentence(SmallRun.NOW.minusSeconds(3600))).contains("by at least 1 hour:");
        assertThat(time.sentence(SmallRun.NOW.minusSeconds(119))).contains("by at least 1 minute:");
    }
}
