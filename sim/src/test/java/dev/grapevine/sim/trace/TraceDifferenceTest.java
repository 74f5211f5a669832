package dev.grapevine.sim.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.sim.TinyScenario;
import dev.grapevine.sim.report.SimulationRun;
import dev.grapevine.sim.scenario.Scenario;

/** Runs as text, and where two of them part. */
class TraceDifferenceTest {

    private static final String LINES = "nodes: 3\nseed: 3\nstop: {after: 4s}\n";

    @TempDir
    Path folder;

    private Path trace(String name, Scenario scenario, int threads) {
        Path file = folder.resolve(name);
        try (TraceFile trace = new TraceFile(file)) {
            SimulationRun run = new SimulationRun(scenario);
            run.watchedBy(trace);
            run.run(threads, Optional.empty(), moment -> {});
        }
        return file;
    }

    @Test
    void traces_ofTwoRuns_differFromTheFirstDifferentStep() throws IOException {
        Scenario scenario = TinyScenario.read(folder, LINES);
        Path first = trace("first", scenario, 1);
        assertThat(TraceDifference.between(first, trace("again", scenario, 2))).isEmpty();
        Path other = trace("other",
                TinyScenario.read(folder, LINES + "faults:\n- {at: 2s, freeze: [0], for: 1s}\n"), 1);
        TraceDifference difference = TraceDifference.between(first, other).orElseThrow();
        List<String> lines = Files.readAllLines(first);
        // The line after the header is step 1.
        assertThat(difference.first()).contains(lines.get((int) difference.step()));
        assertThat(Files.readAllLines(other).get((int) difference.step()))
                .isNotEqualTo(difference.first().orElseThrow());
        assertThat(difference.before()).hasSize(5).containsExactlyElementsOf(
                lines.subList((int) difference.step() - 5, (int) difference.step()));
        // Somewhere after two seconds, which is when the first thing happens that n0 does not see.
        assertThat(difference.first().orElseThrow()).matches("2\\.\\d+ n0 .*");
        assertThat(difference.lines(first, other)).anyMatch(line -> line.contains("part at step " + difference.step()));
    }

    @Test
    void trace_thatEndsEarlier_differsAtItsEnd() throws IOException {
        Path first = trace("first", TinyScenario.read(folder, LINES), 1);
        List<String> lines = Files.readAllLines(first);
        Path shorter = Files.write(folder.resolve("shorter"), lines.subList(0, lines.size() - 1));
        TraceDifference difference = TraceDifference.between(first, shorter).orElseThrow();
        assertThat(difference.step()).isEqualTo(lines.size() - 1);
        assertThat(difference.second()).isEmpty();
    }

    @Test
    void fileThatIsNoTrace_isAMistake() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "hello\n");
        assertThatThrownBy(() -> TraceDifference.between(text, text)).isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("is no trace");
        assertThatThrownBy(() -> TraceDifference.between(folder.resolve("missing"), text))
                .isInstanceOf(UserMistakeException.class).hasMessageContaining("There is no trace");
    }
}
