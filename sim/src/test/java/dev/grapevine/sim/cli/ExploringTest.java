package dev.grapevine.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import dev.grapevine.sim.TinyScenario;
import dev.grapevine.sim.scenario.ScenarioFile;

/** The command's ways to look for scenarios that fail, and to shrink them. */
class ExploringTest {

    @TempDir
    Path folder;

    private final StringWriter said = new StringWriter();

    private int run(String... arguments) {
        said.getBuffer().setLength(0);
        CommandLine line = new CommandLine(new SimCommand());
        line.setOut(new PrintWriter(said, true));
        line.setExecutionExceptionHandler((failure, _, _) -> {
            said.append(failure.getMessage());
            return 2;
        });
        return line.execute(arguments);
    }

    @Test
    void exploration_runsDrawnScenarios_andNamesTheWorst() {
        assertThat(run("--explore", "3", "--seed", "5", "--out", folder.toString(), "--threads", "2")).isZero();
        assertThat(said.toString()).contains("3 scenarios: 3 went well, 0 did not", "Worst by ", "seed 5: ",
                " scenarios a minute");
        assertThat(folder.resolve("points.csv")).exists();
    }

    @Test
    void failingFile_isShrunkToOneThatFails() throws IOException {
        Path file = TinyScenario.write(folder, """
                nodes: 5
                stop: {after: 6s}
                faults: [{at: 1s, crash: [1], for: 1s}, {at: 2s, partition: halves, for: 1s}]
                expect: {accuracy.min: '> 2'}
                """);
        Path out = folder.resolve("out");
        assertThat(run(file.toString(), "--minimize", "--out", out.toString(), "--tries", "40")).isZero();
        Path minimal = out.resolve("minimal.yaml");
        assertThat(said.toString()).contains("It fails: Does not hold: accuracy.min > 2.0",
                "Left are 2 nodes and no faults",
                "to see it: ./grapevine sim " + minimal + " --check");
        assertThat(Files.readString(minimal)).startsWith("# Does not hold: accuracy.min > 2.0");
        assertThat(ScenarioFile.read(minimal, Map.of(), Map.of()).nodes()).isEqualTo(2);
        assertThat(run(minimal.toString(), "--check")).isEqualTo(1);
    }

    @Test
    void passingFile_isLeftAlone() {
        Path file = TinyScenario.write(folder, "nodes: 3\nseed: 5\nstop: {after: 6s}\n");
        assertThat(run(file.toString(), "--minimize", "--out", folder.resolve("out").toString())).isEqualTo(1);
        assertThat(said.toString()).contains("there is nothing to minimize");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void wrongWords_areMistakes() {
        assertThat(run("--explore", "0")).isEqualTo(2);
        assertThat(said).hasToString("--explore is 0: allowed are 1 and more");
        assertThat(run("--explore", "2", "--seed", "x")).isEqualTo(2);
        assertThat(said).hasToString("seed is 'x': allowed are a whole number");
        assertThat(run("--explore", "2", "file.yaml")).isEqualTo(2);
        assertThat(said.toString()).startsWith("--explore draws scenarios itself");
        assertThat(run()).isEqualTo(2);
        assertThat(said.toString()).startsWith("There is nothing to run");
        assertThat(run("--explore", "2", "--tries", "0")).isEqualTo(2);
        assertThat(said).hasToString("--tries is 0: allowed are 1 and more");
    }
}
