package dev.grapevine.node.replica.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Distance between confidence and accuracy. */
class CalibrationErrorTest {

    private static CalibrationError with(CalibrationError error, int times, double confidence, int right) {
        for (int i = 0; i < times; i++) {
            error.add(confidence, i < right);
        }
        return error;
    }

    @Test
    void calibratedPredictionsHaveNoError() {
        assertThat(with(new CalibrationError(), 10, 0.7, 7).value()).isCloseTo(0, within(1e-12));
        assertThat(with(new CalibrationError(), 5, 1, 5).value()).isZero();
    }

    @Test
    void overconfidenceIsTheError() {
        assertThat(with(new CalibrationError(), 10, 0.9, 6).value()).isCloseTo(0.3, within(1e-12));
        assertThat(with(new CalibrationError(), 10, 1, 0).value()).isEqualTo(1);
    }

    @Test
    void binsAreWeightedAndDoNotCancel() {
        CalibrationError error = with(new CalibrationError(), 30, 0.9, 24);
        with(error, 10, 0.5, 7);
        // Three quarters are overconfident by 0.1, one quarter underconfident by 0.2.
        assertThat(error.value()).isCloseTo(0.75 * 0.1 + 0.25 * 0.2, within(1e-12));
    }

    @Test
    void errorsCancelWithinBin() {
        CalibrationError error = with(new CalibrationError(), 10, 0.95, 10);
        with(error, 10, 0.97, 9);
        assertThat(error.value()).isCloseTo(Math.abs(0.95 - 0.96), within(1e-12));
    }

    @Test
    void upperEndBelongsToBin() {
        // 3/15 is in the third bin with the values just below it, and not with those just above.
        CalibrationError error = with(new CalibrationError(), 1, 3.0 / CalibrationError.BINS, 1);
        with(error, 1, 2.5 / CalibrationError.BINS, 0);
        assertThat(error.value()).isCloseTo((1 - 5.5 / 15) / 2, within(1e-12));
        CalibrationError other = with(new CalibrationError(), 1, 3.0 / CalibrationError.BINS, 1);
        with(other, 1, 3.5 / CalibrationError.BINS, 0);
        assertThat(other.value()).isCloseTo((0.8 + 3.5 / 15) / 2, within(1e-12));
    }

    @Test
    void noPredictionsGiveNan() {
        assertThat(new CalibrationError().value()).isNaN();
    }
}
