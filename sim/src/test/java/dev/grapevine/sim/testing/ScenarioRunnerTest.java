package dev.grapevine.sim.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.sim.explore.ScenarioDraw;
import dev.grapevine.sim.explore.Trial;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.scenario.ScenarioFile;

/** What a user's test is told. */
class ScenarioRunnerTest {

    private static final long SEED = 3;
    private static final Trial.Check NO_SCENARIO_IS_GOOD_ENOUGH = (_, _, summary) -> {
        throw new IllegalArgumentException("accuracy " + summary.accuracy().mean());
    };

    @TempDir
    Path folder;

    private Scenario scenario(ScenarioRunner runner) {
        return new ScenarioDraw(runner.points()).draw(SEED);
    }

    @Test
    void passingScenario_returnsItsOutcome() {
        ScenarioRunner runner = ScenarioRunner.in(folder);
        Trial.Result result = runner.check(scenario(runner));
        assertThat(result.summary()).isPresent();
        assertThat(result.calm()).isPresent();
        runner.checkAll(List.of(scenario(runner), scenario(runner)));
    }

    @Test
    void failingScenario_isShrunkToAFileThatFails() {
        ScenarioRunner runner = ScenarioRunner.in(folder).checking(NO_SCENARIO_IS_GOOD_ENOUGH).shrinkingFor(20);
        assertThatThrownBy(() -> runner.check(scenario(runner))).isInstanceOf(AssertionError.class)
                .hasMessageContaining("IllegalArgumentException in ScenarioRunnerTest.")
                .hasMessageContaining("accuracy ").satisfies(thrown -> {
                    Matcher command = Pattern.compile("sim (\\S+) --check").matcher(thrown.getMessage());
                    assertThat(command.find()).isTrue();
                    Scenario left = ScenarioFile.read(Path.of(command.group(1)), Map.of(), Map.of());
                    assertThat(left.faults()).isEmpty();
                    assertThat(left.nodes()).isEqualTo(2);
                    assertThatThrownBy(() -> runner.check(left)).isInstanceOf(AssertionError.class);
                });
        assertThatThrownBy(() -> runner.checkAll(List.of(scenario(runner)))).isInstanceOf(AssertionError.class);
    }
}
