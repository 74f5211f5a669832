package dev.grapevine.sim.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.sim.check.LawBrokenException;
import dev.grapevine.sim.check.Laws;
import dev.grapevine.sim.explore.Exploration.Explored;
import dev.grapevine.sim.scenario.Scenario;

/** Many scenarios at once. */
class ExplorationTest {

    @TempDir
    Path folder;

    /** Every third seed breaks a law. */
    private Trial.Result result(long seed) {
        Scenario scenario = new ScenarioDraw(folder.resolve("points.csv")).draw(seed);
        return new Trial.Result(scenario, seed % 3 == 0
                ? Optional.of(Failure.of(new LawBrokenException(Laws.SUM, "It is " + seed)))
                : Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void seeds_areAllRun_andComeInOrder() {
        List<Explored> told = new ArrayList<>();
        List<Explored> all = new Exploration(this::result, 3).run(5, 40, told::add);
        assertThat(all).extracting(Explored::seed).isSorted().startsWith(5L).endsWith(44L).hasSize(40);
        assertThat(told).containsExactlyInAnyOrderElementsOf(all);
        assertThat(new Exploration(this::result, 1).run(5, 40, _ -> {})).isEqualTo(all);
    }

    @Test
    void report_saysWhatBroke() {
        List<Explored> all = new Exploration(this::result, 2).run(1, 7, _ -> {});
        assertThat(ExplorationReport.lines(all)).startsWith("7 scenarios: 5 went well, 2 did not",
                "  2 x " + Laws.SUM + ": seed 3, 6");
        assertThat(ExplorationReport.failure(all.get(2))).containsExactly(
                "Seed 3: Broken law: " + Laws.SUM + ". It is 3",
                "  To see it again: ./grapevine sim --explore 1 --seed 3");
    }
}
