package dev.grapevine.gossip.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class RoundTripTest {

    private final RoundTrip roundTrip = new RoundTrip();

    @Test
    void isUnknownAtFirst() {
        assertThat(roundTrip.isKnown()).isFalse();
        roundTrip.took(Duration.ofMillis(80));
        assertThat(roundTrip.isKnown()).isTrue();
        assertThat(roundTrip.patience()).as("80 ms and four times 40").isEqualTo(Duration.ofMillis(240));
    }

    @Test
    void steadyAnswersShortenTheWait() {
        for (int i = 0; i < 50; i++) {
            roundTrip.took(Duration.ofMillis(300));
        }
        assertThat(roundTrip.patience()).isBetween(Duration.ofMillis(299), Duration.ofMillis(305));
    }

    @Test
    void unsteadyAnswersLengthenIt() {
        for (int i = 0; i < 50; i++) {
            roundTrip.took(Duration.ofMillis(i % 2 == 0 ? 100 : 500));
        }
        assertThat(roundTrip.patience()).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void nobodyAsksAfterATenthOfASecond() {
        for (int i = 0; i < 50; i++) {
            roundTrip.took(Duration.ofMillis(1));
        }
        assertThat(roundTrip.patience()).isEqualTo(Duration.ofMillis(100));
    }
}
