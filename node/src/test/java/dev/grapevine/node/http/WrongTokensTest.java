package dev.grapevine.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class WrongTokensTest {

    private final WrongTokens wrong = new WrongTokens();

    private boolean isTooMany(String client, int times, Duration now) {
        boolean last = false;
        for (int i = 0; i < times; i++) {
            last = wrong.isTooMany(client, now);
        }
        return last;
    }

    @Test
    void everyClientHasItsOwnCount() {
        assertThat(isTooMany("a", WrongTokens.MAX_A_MINUTE, Duration.ZERO)).isFalse();
        assertThat(isTooMany("b", 1, Duration.ZERO)).isFalse();
        assertThat(isTooMany("a", 1, Duration.ZERO)).isTrue();
    }

    @Test
    void countEndsAfterAMinute() {
        assertThat(isTooMany("a", 1000, Duration.ZERO)).isTrue();
        assertThat(isTooMany("a", 1, WrongTokens.MINUTE.minusNanos(1))).isTrue();
        assertThat(isTooMany("a", WrongTokens.MAX_A_MINUTE, WrongTokens.MINUTE)).isFalse();
    }

    @Test
    void tableIsBounded() {
        for (int i = 0; i < 10 * WrongTokens.MAX_CLIENTS; i++) {
            wrong.isTooMany("client " + i, Duration.ofSeconds(i % 7));
        }
        assertThat(wrong.clients()).isEqualTo(WrongTokens.MAX_CLIENTS);
    }

    @Test
    void firstIsForgottenFirst() {
        isTooMany("first", WrongTokens.MAX_A_MINUTE, Duration.ZERO);
        isTooMany("second", WrongTokens.MAX_A_MINUTE, Duration.ZERO);
        for (int i = 2; i <= WrongTokens.MAX_CLIENTS; i++) {
            wrong.isTooMany("client " + i, Duration.ZERO);
        }
        assertThat(isTooMany("second", 1, Duration.ZERO)).isTrue();
        assertThat(isTooMany("first", 1, Duration.ZERO)).isFalse();
    }
}
