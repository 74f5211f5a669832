package dev.grapevine.node.replica.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** How far confidence and accuracy are apart. */
class CalibrationErrorTest {

    private static CalibrationError with(CalibrationError error, int times, double confidence, int right) {
        for (int i = 0; i < times; i++) {
            error.add(confidence, i < right);
        }
        return error;
    }

    @Test
    void whoIsRightAsOftenAsSaidHasNone() {
        assertThat(with(new CalibrationError(), 10, 0.7, 7).value()).isCloseTo(0, within(1e-12));
        assertThat(with(new CalibrationError(), 5, 1, 5).value()).isZero();
    }

    @Test
    void whoIsTooSureHasTheDifference() {
        assertThat(with(new CalibrationError(), 10, 0.9, 6).value()).isCloseTo(0.3, within(1e-12));
        assertThat(with(new CalibrationError(), 10, 1, 0).value()).isEqualTo(1);
    }

    @Test
    void binsCountByTheirShareAndDoNotMakeUpForEachOther() {
        CalibrationError error = with(new CalibrationError(), 30, 0.9, 24);
        with(error, 10, 0.5, 7);
        // Three quarters are 0.1 too sure, one quarter 0.2 too modest.
        assertThat(error.value()).isCloseTo(0.75 * 0.1 + 0.25 * 0.2, within(1e-12));
    }

    @Test
    void withinABinTheyDo() {
        CalibrationError error = with(new CalibrationError(), 10, 0.95, 10);
        with(error, 10, 0.97, 9);
        assertThat(error.value()).isCloseTo(Math.abs(0.95 - 0.96), within(1e-12));
    }

    @Test
    void theUpperEndOfABinBelongsToIt() {
        // 3/15 in the third bin with what is just below it, and not with what is just above.
        CalibrationError error = with(new CalibrationError(), 1, 3.0 / CalibrationError.BINS, 1);
        with(error, 1, 2.5 / CalibrationError.BINS, 0);
        assertThat(error.value()).isCloseTo((1 - 5.5 / 15) / 2, within(1e-12));
        CalibrationError other = with(new CalibrationError(), 1, 3.0 / CalibrationError.BINS, 1);
        with(other, 1, 3.5 / CalibrationError.BINS, 0);
        assertThat(other.value()).isCloseTo((0.8 + 3.5 / 15) / 2, within(1e-12));
    }

    @Test
    void nothingIsKnownWithoutPredictions() {
        assertThat(new CalibrationError().value()).isNaN();
    }
}
