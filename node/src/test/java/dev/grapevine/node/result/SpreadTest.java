package dev.grapevine.node.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

/** Mean, minimum and maximum of the known values. */
class SpreadTest {

    @Test
    void spreadIgnoresNan() {
        assertThat(Spread.of(List.of(0.5, -1.0, 2.0))).isEqualTo(new Spread(0.5, -1.0, 2.0));
        assertThat(Spread.of(Arrays.asList(null, 3.0, Double.NaN, Double.NEGATIVE_INFINITY, 5.0)))
                .isEqualTo(new Spread(4.0, 3.0, 5.0));
    }

    @Test
    void spreadOfNothingIsNull() {
        assertThat(Spread.of(List.of())).isEqualTo(new Spread(null, null, null));
        assertThat(Spread.of(List.of(Double.NaN))).isEqualTo(new Spread(null, null, null));
    }
}
