package dev.grapevine.gossip.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StalenessTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "10, 0", "11, 1", "20, 1", "21, 2", "40, 2", "41, 3", "80, 3", "81, -1", "100000000000, -1"})
    void stepIsHalvedForEachDoublingOfTheDistance(long distance, int discount) {
        OptionalInt expected = discount < 0 ? OptionalInt.empty() : OptionalInt.of(discount);
        assertThat(new Staleness(10).discount(500, 500 + distance)).isEqualTo(expected);
        assertThat(new Staleness(10).discount(500 + distance, 500)).as("alike for both").isEqualTo(expected);
        assertThat(new Staleness(Staleness.IGNORED).discount(500, 500 + distance)).hasValue(0);
    }

    @Test
    void negativeRoundsAreRefused() {
        assertThatThrownBy(() -> new Staleness(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
