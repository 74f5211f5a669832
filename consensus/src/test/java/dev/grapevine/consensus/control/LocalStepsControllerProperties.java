package dev.grapevine.consensus.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import dev.grapevine.consensus.control.LocalStepsController.Bounds;
import dev.grapevine.consensus.state.RecordedState;

class LocalStepsControllerProperties {

    private static final Bounds ROUND = LocalStepsController.ROUND;
    private static final int PATIENCE = LocalStepsController.PATIENCE;

    @Property
    void stepsStayWithinTheirBounds(@ForAll @IntRange(min = 64, max = 256) int start,
            @ForAll @Size(max = 80) List<@From("losses") Double> losses) {
        LocalStepsController controller = new LocalStepsController(ROUND, start);
        for (int i = 0; i + 1 < losses.size(); i++) {
            controller.finished(losses.get(i), losses.get(i + 1));
            assertThat(controller.steps()).isBetween(ROUND.min(), ROUND.max());
        }
    }

    @Property
    void streamContinuesWhereItWasSaved(@ForAll @Size(max = 20) List<@From("falls") Double> before,
            @ForAll @Size(max = 20) List<@From("falls") Double> after) {
        LocalStepsController controller = new LocalStepsController(ROUND);
        before.forEach(fall -> controller.finished(1, 1 - fall));
        RecordedState state = new RecordedState();
        controller.save(state);
        LocalStepsController restored = LocalStepsController.restore(state, ROUND);
        for (double fall : after) {
            controller.finished(1, 1 - fall);
            restored.finished(1, 1 - fall);
            assertThat(restored.steps()).isEqualTo(controller.steps());
        }
    }

    @Example
    void deepFallHalvesTheStepsAfterEnoughRounds() {
        LocalStepsController controller = new LocalStepsController(ROUND, 128);
        for (int round = 1; round < PATIENCE; round++) {
            controller.finished(2, 0.2);
            assertThat(controller.steps()).isEqualTo(128);
        }
        controller.finished(2, 0.2);
        assertThat(controller.steps()).isEqualTo(64);
    }

    @Example
    void shallowFallDoublesTheSteps() {
        assertThat(after(PATIENCE, 64, 2, 1.8)).isEqualTo(128);
        assertThat(after(PATIENCE, 64, 2, 2.5)).isEqualTo(128);
        assertThat(after(2 * PATIENCE, 64, 2, 2)).isEqualTo(256);
    }

    @Example
    void mediumFallLeavesTheSteps() {
        assertThat(after(10 * PATIENCE, 128, 2, 0.6)).isEqualTo(128);
        assertThat(after(PATIENCE, 128, 1, 0.4)).isEqualTo(128);
        assertThat(after(PATIENCE, 128, 1, 0.25)).isEqualTo(128);
    }

    /** A round in which little was left to learn says little, however far its small loss fell. */
    @Example
    void ratioIsOfSumsOfLosses() {
        LocalStepsController controller = new LocalStepsController(ROUND, 128);
        controller.finished(1, 0.3);
        for (int round = 1; round < PATIENCE; round++) {
            controller.finished(0.001, 0);
        }
        assertThat(controller.steps()).isEqualTo(128);
    }

    @Example
    void compressorsKeepTheirBounds() {
        assertThat(after(100 * PATIENCE, 128, 1, 0)).isEqualTo(64);
        assertThat(after(100 * PATIENCE, 128, 1, 1)).isEqualTo(256);
        assertThat(after(PATIENCE, 200, 1, 1)).isEqualTo(256);
        assertThat(after(PATIENCE, 65, 1, 0)).isEqualTo(64);
    }

    @Example
    void uninformativeLossesAreNotCounted() {
        assertThat(after(10 * PATIENCE, 128, 0, 0)).isEqualTo(128);
        assertThat(after(10 * PATIENCE, 128, Double.NaN, 1)).isEqualTo(128);
        assertThat(after(10 * PATIENCE, 128, 1, Double.NaN)).isEqualTo(128);
        assertThat(after(10 * PATIENCE, 128, -1, -2)).isEqualTo(128);
    }

    @Example
    void firstStepsOutsideTheBoundsAreRefused() {
        assertThatThrownBy(() -> new LocalStepsController(ROUND, 0)).hasMessage("0 local steps: allowed are 64 to 256");
        assertThatThrownBy(() -> new LocalStepsController(ROUND, 257))
                .hasMessage("257 local steps: allowed are 64 to 256");
    }

    private static int after(int rounds, int start, double firstLoss, double lastLoss) {
        LocalStepsController controller = new LocalStepsController(ROUND, start);
        for (int round = 0; round < rounds; round++) {
            controller.finished(firstLoss, lastLoss);
        }
        return controller.steps();
    }

    @Provide
    Arbitrary<Double> losses() {
        return Arbitraries.oneOf(Arbitraries.doubles().between(0, 10), Arbitraries.of(Double.NaN,
                Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, Double.MIN_VALUE, 0.0, -1.0));
    }

    @Provide
    Arbitrary<Double> falls() {
        return Arbitraries.doubles().between(-1, 1);
    }
}
