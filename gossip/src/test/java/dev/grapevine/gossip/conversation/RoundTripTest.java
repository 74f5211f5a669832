package dev.grapevine.gossip.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class RoundTripTest {

    private final RoundTrip roundTrip = new RoundTrip();

    @Test
    void responseTimeIsUnknownAtFirst() {
        assertThat(roundTrip.isKnown()).isFalse();
        roundTrip.sample(Duration.ofMillis(80));
        assertThat(roundTrip.isKnown()).isTrue();
        assertThat(roundTrip.patience()).as("80 ms and four times 40").isEqualTo(Duration.ofMillis(240));
    }

    @Test
    void steadyAnswersShortenTheWait() {
        for (int i = 0; i < 50; i++) {
            roundTrip.sample(Duration.ofMillis(300));
        }
        assertThat(roundTrip.patience()).isBetween(Duration.ofMillis(299), Duration.ofMillis(305));
    }

    @Test
    void unsteadyAnswersLengthenTheWait() {
        for (int i = 0; i < 50; i++) {
            roundTrip.sample(Duration.ofMillis(i % 2 == 0 ? 100 : 500));
        }
        assertThat(roundTrip.patience()).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void waitIsAtLeastATenthOfASecond() {
        for (int i = 0; i < 50; i++) {
            roundTrip.sample(Duration.ofMillis(1));
        }
        assertThat(roundTrip.patience()).isEqualTo(Duration.ofMillis(100));
    }
}
