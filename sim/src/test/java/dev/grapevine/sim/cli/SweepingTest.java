package dev.grapevine.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.terminal.LiveText;
import dev.grapevine.sim.TinyScenario;
import dev.grapevine.sim.scenario.Scenario;

/** Many seeds of one scenario. */
class SweepingTest {

    @TempDir
    Path folder;

    private static final PrintWriter NOBODY = new PrintWriter(Writer.nullWriter());

    @Test
    void quantiles_areInterpolated_withUnreachedAtInfinity() {
        double[] values = {4, 1, 3, 2};
        assertThat(Sweeping.quantile(values, 0)).isEqualTo(1);
        assertThat(Sweeping.quantile(values, 0.5)).isEqualTo(2.5);
        assertThat(Sweeping.quantile(values, 1)).isEqualTo(4);
        assertThat(Sweeping.quantile(new double[]{1, Double.NaN, 2}, 0.5)).isEqualTo(2);
        assertThat(Sweeping.quantile(new double[]{1, Double.NaN}, 1)).isNaN();
        assertThat(Sweeping.quantile(new double[0], 0.5)).isNaN();
    }

    @Test
    void seeds_areTwoNumbersInOrder() {
        assertThat(Sweeping.seeds("3..12")).containsExactly(3, 12);
        for (String wrong : List.of("3", "3..", "..3", "4..3", "1..2..3", "a..b", "-1..2")) {
            assertThatThrownBy(() -> Sweeping.seeds(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void rows_ofASweep_areOnePerSeedForAnyThreads() {
        Scenario scenario = TinyScenario.read(folder, """
                nodes: 4
                seed: 3
                stop: {after: 6s}
                expect: {accuracy.mean: ">= 0.2", stepsPerNode: "< 1"}
                """);
        String text = sweep(scenario, 2);
        assertThat(text).isEqualTo(sweep(scenario, 1));
        assertThat(text.lines().filter(line -> line.strip().matches("[123] .*not stepsPerNode < 1.0"))).hasSize(3);
        assertThat(text).contains("median", "0 of 3 runs were as expected.");
    }

    private static String sweep(Scenario scenario, int threads) {
        StringWriter text = new StringWriter();
        LiveText live = LiveText.of(new PrintWriter(text), false, Duration.ZERO);
        assertThat(new Sweeping(scenario, 1, 3, threads, true, live, NOBODY).run()).isEqualTo(1);
        assertThat(new Sweeping(scenario, 1, 1, threads, false,
                LiveText.of(new PrintWriter(new StringWriter()), false, Duration.ZERO), NOBODY).run()).isZero();
        return text.toString();
    }
}
