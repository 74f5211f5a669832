package dev.grapevine.sim.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.grapevine.sim.scenario.ScenarioFile;

/** Scenarios that were hard once. */
class RegressionsTest {

    private static final Path FOLDER = Path.of("src/test/resources/regressions");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void regression_passes(Path file) {
        Trial trial = new Trial(2, true, Trial.Check.NUMBERS);
        assertThat(trial.run(ScenarioFile.read(file, Map.of(), Map.of())).failure()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void regression_firstLine_saysWhatWasWrong(Path file) throws IOException {
        assertThat(Files.readString(file)).startsWith("# ");
    }

    @Test
    void regression_data_areThePoints() throws IOException {
        assertThat(files()).isNotEmpty();
        assertThat(FOLDER.resolve(PointsFile.NAME)).content().isEqualTo(PointsFile.text());
    }
}
