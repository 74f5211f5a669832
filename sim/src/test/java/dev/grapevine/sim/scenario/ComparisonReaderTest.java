package dev.grapevine.sim.scenario;

import static dev.grapevine.node.Sentences.assertMistakeAbout;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.sim.scenario.Comparison.Method;

/** What scenarios are compared with, and what users are told who mistype it. */
class ComparisonReaderTest {

    @TempDir
    Path folder;

    private Path file(String text) {
        try {
            return Files.writeString(folder.resolve("scenario.yaml"), "nodes: 3\n" + text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Comparison read(String text, Map<String, String> changes) {
        return ScenarioFile.read(file(text), Map.of(), changes).compare();
    }

    @Test
    void methods_areAListOrWords() {
        assertThat(read("compare: [fedavg, parameter-server, allreduce, centralised]\n", Map.of()).methods())
                .containsExactly(Method.values());
        assertThat(read("compare: allreduce, fedavg\n", Map.of()).methods()).containsExactly(Method.ALLREDUCE,
                Method.FEDAVG);
        assertThat(read("", Map.of())).isEqualTo(Comparison.NONE);
        assertThat(read("compare: []\n", Map.of())).isEqualTo(Comparison.NONE);
    }

    @Test
    void server_mayHaveALinkOfItsOwn() {
        assertThat(read("server: {bandwidth: 10MB/s}\n", Map.of()).serverBytesPerSecond()).hasValue(1e7);
        assertThat(read("compare: fedavg\n", Map.of()).serverBytesPerSecond()).isEmpty();
    }

    @Test
    void change_overridesTheFile() {
        Comparison changed = read("compare: fedavg\nserver: {bandwidth: 10MB/s}\n",
                Map.of("compare", "centralised", "server.bandwidth", "1KB/s"));
        assertThat(changed.methods()).containsExactly(Method.CENTRALISED);
        assertThat(changed.serverBytesPerSecond()).hasValue(1000);
        assertThat(read("compare: fedavg\n", Map.of("compare", "")).methods()).isEmpty();
    }

    @Test
    void otherOptions_keepTheComparison() {
        Scenario scenario = ScenarioFile.read(file("compare: fedavg\n"), Map.of(), Map.of());
        assertThat(scenario.withOptions(scenario.options().with(ControlOptions.SEED, "2")).compare())
                .isEqualTo(scenario.compare());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "compare: [fedavg, gossip]; has compare = 'fedavg,gossip': allowed are lists of fedavg, parameter-server, allreduce, centralised, each once",
            "compare: [fedavg, fedavg]; has compare = 'fedavg,fedavg': allowed are lists of fedavg, parameter-server, allreduce, centralised, each once",
            "server: fast; has no keys under server: allowed is 'bandwidth: 10MB/s' for example",
            "server: {bandwith: 1MB/s}; has an unknown key 'bandwith' in server, did you mean 'bandwidth'? Allowed is bandwidth",
            "server: {bandwidth: 0B/s}; has server.bandwidth = '0B/s': allowed are 1B/s and more, such as 10KB/s or 1MB/s",
            "comparision: fedavg; has an unknown key 'comparision'"})
    void mistake_isOneSentence(String line, String sentence) {
        Path file = file(line + "\n");
        assertMistakeAbout(() -> ScenarioFile.read(file, Map.of(), Map.of()), file + " " + sentence);
    }
}
