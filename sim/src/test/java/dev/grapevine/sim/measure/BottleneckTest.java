package dev.grapevine.sim.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;

/** Which of the three it is. */
class BottleneckTest {

    private static List<TimeBreakdown> times(long computing, long waiting, long sending) {
        return List.of(new TimeBreakdown(computing, waiting, sending, 0));
    }

    @Test
    void busierResource_aboveHalf_isTheBottleneck() {
        assertThat(Bottleneck.of(times(90, 10, 20))).isEqualTo(Bottleneck.COMPUTATION);
        assertThat(Bottleneck.of(times(50, 50, 20))).isEqualTo(Bottleneck.COMPUTATION);
        assertThat(Bottleneck.of(times(60, 40, 61))).isEqualTo(Bottleneck.BANDWIDTH);
        assertThat(Bottleneck.of(times(10, 90, 50))).isEqualTo(Bottleneck.BANDWIDTH);
        assertThat(Bottleneck.of(times(70, 30, 70))).as("a tie").isEqualTo(Bottleneck.COMPUTATION);
    }

    @Test
    void idleResources_makeLatencyTheBottleneck() {
        assertThat(Bottleneck.of(times(49, 51, 49))).isEqualTo(Bottleneck.LATENCY);
        assertThat(Bottleneck.of(times(0, 100, 0))).isEqualTo(Bottleneck.LATENCY);
    }

    @Test
    void longerLives_countMore() {
        assertThat(Bottleneck.of(List.of(new TimeBreakdown(90, 10, 0, 0), new TimeBreakdown(0, 900, 800, 0))))
                .isEqualTo(Bottleneck.BANDWIDTH);
    }

    @Test
    void sentence_namesBottleneckAndReason() {
        assertThat(Bottleneck.sentence(times(91, 9, 14))).isEqualTo("The bottleneck is computation: nodes computed "
                + "91 % of the time that they were up, and their ways out were busy 14 % of it.");
        assertThat(Bottleneck.sentence(times(20, 80, 90)))
                .startsWith("The bottleneck is bandwidth: nodes computed 20 %");
        assertThat(Bottleneck.sentence(times(20, 80, 10)))
                .startsWith("The bottleneck is latency: ").endsWith("so most of it went by in waiting for answers.");
    }

    @Test
    void impossibleTimes_areRefused() {
        assertThatThrownBy(() -> Bottleneck.of(times(0, 0, 0)))
                .hasMessage("Nodes that were never up have no bottleneck");
        assertThatThrownBy(() -> new TimeBreakdown(1, -2, 3, 4))
                .hasMessage("No time is negative: computing 1, waiting -2, sending 3, serialising 4");
    }
}
