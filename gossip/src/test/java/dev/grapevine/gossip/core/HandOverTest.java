package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class HandOverTest {

    private final HandOver handOver = new HandOver();

    @Test
    void severalPeersAreTried() {
        assertThat(handOver.tries()).isTrue();
        assertThat(handOver.tries()).isTrue();
        assertThat(handOver.tries()).isTrue();
        assertThat(handOver.tries()).isFalse();
        assertThat(handOver.isOver()).isFalse();
    }

    @Test
    void nothingIsTriedAfterItsEnd() {
        handOver.end();
        assertThat(handOver.isOver()).isTrue();
        assertThat(handOver.tries()).isFalse();
        assertThat(handOver.wasLate()).isFalse();
        assertThat(handOver.wasLate()).isTrue();
    }

    @Test
    void someOfThePatienceIsLeftForWhatWasAsked() {
        assertThat(HandOver.time(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(2));
        assertThat(HandOver.time(Duration.ZERO)).isZero();
    }
}
