package dev.grapevine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.grapevine.sim.TinyScenario.Result;
import dev.grapevine.sim.report.SimulationRun;
import dev.grapevine.sim.scenario.ScenarioFile;

/** An honest run that was at accuracy a is there again after the fault is over. */
class RecoveryTest {

    private static final double TWO_POINTS = 0.02;
    private static final double FAULT_SECONDS = 10;

    private static Result run(String scenario, String fault, int seconds) {
        return TinyScenario.run(ScenarioFile.read(Path.of("scenarios", scenario), Map.of(),
                Map.of("faults", "[{at: 10s, " + fault + "}]", "stop", "after=" + seconds + "s")), 2);
    }

    private static boolean hasRecovered(Result result) {
        double before = SimulationRun.meanAccuracy(result.at(FAULT_SECONDS));
        double after = SimulationRun.meanAccuracy(result.moments().getLast());
        return before > 0.95 && after >= before - TWO_POINTS;
    }

    @Test
    void tooLargeLearningRate_ofOneNode_doesNotRuinTheRun() {
        Result result = run("too-large-rate.yaml", "for: 5s, nodes: [1], options: {learningRate: 0.6}", 45);
        assertThat(hasRecovered(result)).isTrue();
        assertThat(result.summary().fall()).isNull();
        assertThat(result.summary().faults()).extracting("what").contains("options {learningRate=0.6} of [1]",
                "end of options {learningRate=0.6} of [1]");
        // Both are there: one that stopped for its settings was started again once they were mended.
        assertThat(result.moments().getLast().nodes()).allSatisfy(node -> assertThat(node.served()).isNotNull());
        // It did what it was to do.
        assertThat(result.summary().suspectRounds()).isPositive();
    }

    @Test
    void signFlips_forAWhile_doNotRuinTheRun() {
        Result result = run("signs-flipped.yaml", "for: 5s, nodes: [3], attack: sign-flip", 45);
        assertThat(hasRecovered(result)).isTrue();
        assertThat(result.summary().fall()).isNull();
    }

    /** The law can fail: in the midst of the fault, and where it never ends. */
    @Test
    void run_beforeTheFaultIsOver_hasNotRecovered() {
        Result result = run("signs-flipped.yaml", "nodes: [3], attack: sign-flip", 14);
        assertThat(hasRecovered(result)).isFalse();
        assertThat(result.summary().fall()).isNotNull();
    }
}
