package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class NoticeLimitTest {

    private final NoticeLimit limit = new NoticeLimit();

    @Test
    void burstIsShownThenOneAMinute() {
        Duration now = Duration.ofHours(3);
        for (int i = 0; i < NoticeLimit.AT_ONCE; i++) {
            assertThat(limit.say(now, "no")).contains("no");
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(limit.say(now.plusMillis(i * 50), "no")).isEmpty();
        }
        assertThat(limit.say(now.plus(NoticeLimit.ONE_EVERY), "no"))
                .contains("no (1000 such notices were left out before)");
        assertThat(limit.say(now.plus(NoticeLimit.ONE_EVERY), "no")).isEmpty();
        assertThat(limit.say(now.plus(NoticeLimit.ONE_EVERY.multipliedBy(2)), "yes"))
                .contains("yes (1 such notices were left out before)");
    }

    @Test
    void quietHourEarnsOnlyOneBurst() {
        Duration now = Duration.ZERO;
        for (int hour = 0; hour < 3; hour++) {
            now = now.plusHours(1);
            int said = 0;
            for (int i = 0; i < 100; i++) {
                said += limit.say(now, "no").isPresent() ? 1 : 0;
            }
            assertThat(said).isEqualTo(NoticeLimit.AT_ONCE);
        }
    }
}
