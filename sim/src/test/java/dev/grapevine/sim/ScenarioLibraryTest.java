package dev.grapevine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.scenario.ScenarioFile;
import dev.grapevine.sim.scenario.ScenarioText;

/** The scenarios that come with Grapevine can be read, say what they show and what is expected of them. */
class ScenarioLibraryTest {

    @TempDir
    Path folder;

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("scenarios"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void scenario_ofTheLibrary_saysWhatItShowsAndExpects(Path file) throws IOException {
        assertThat(Files.readAllLines(file).getFirst()).startsWith("# ").hasSizeGreaterThan(40);
        Scenario scenario = ScenarioFile.read(file, Map.of("GRAPEVINE_DATA", "/data"), Map.of());
        assertThat(scenario.expect()).isNotEmpty();
        assertThat(scenario.options().get(ControlOptions.STOP).isEndless()).isFalse();
        Path written = Files.writeString(folder.resolve("written.yaml"), ScenarioText.of(scenario));
        assertThat(ScenarioFile.read(written, Map.of(), Map.of())).isEqualTo(scenario);
    }
}
