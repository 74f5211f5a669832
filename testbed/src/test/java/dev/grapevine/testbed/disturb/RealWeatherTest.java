package dev.grapevine.testbed.disturb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.scenario.ScenarioFile;

/** What of a scenario real processes can do, and what they refuse. */
class RealWeatherTest {

    @TempDir
    Path folder;

    private Scenario read(String line) {
        try {
            Path file = Files.writeString(folder.resolve("scenario.yaml"), "nodes: 4\n" + line + "\n");
            return ScenarioFile.read(file, Map.of(), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"seed: 1", "network: {latency: 5ms..9ms, bandwidth: 1MB/s}",
            "churn: {session: 5s, away: 1s, until: 9s}", "faults: [{at: 1s, partition: halves}]",
            "faults: [{at: 1s, partition: halves, for: 9s, flapping: {on: 1s, off: 1s}}]",
            "faults: [{at: 1s, rolling: [0-3], down: 1s, every: 1s}]",
            "faults: [{at: 1s, link: [0, 1], bandwidth: 1KB/s}, {at: 1s, freeze: [1], for: 1s}]"})
    void weather_thatProcessesCanHave_isAccepted(String line) {
        assertThatCode(() -> RealWeather.check(read(line))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"network: {loss: 0.1}; network.loss",
            "network: {bandwidth: {down: 1MB/s}}; network.bandwidth.down",
            "network: {bursts: {loss: 1, every: 2s, lasts: 1s}}; network.bursts",
            "network: {duplicate: 0.1}; network.duplicate", "network: {reorder: {share: 1, by: 1s}}; network.reorder",
            "sites: {groups: {a: [0]}, between: {latency: 1s}}; sites", "devices: {gflops: 2}; devices",
            "membership: {view: 2}; membership", "churn: {session: 5s, away: 1s}; churn without until",
            "faults: [{at: 1s, partition: halves, flapping: {on: 1s, off: 1s}}]; faults[0].flapping without for",
            "faults: [{at: 1s, crash: [1]}, {at: 1s, crash: [1], torn: true}]; faults[1].torn",
            "faults: [{at: 1s, link: [0, 1], loss: 0.1}]; faults[0].loss",
            "faults: [{at: 1s, suspect: {of: [1], by: [2]}}]; faults[0].suspect",
            "faults: [{at: 1s, attack: nan, nodes: [1]}]; faults[0].attack"})
    void weather_thatOnlyASimulationCanHave_isRefused(String line, String what) {
        assertThatThrownBy(() -> RealWeather.check(read(line))).isInstanceOf(UserMistakeException.class)
                .hasMessage("The scenario has " + what + ": with real processes, allowed are network's latency and "
                        + "bandwidth, churn with until, and the faults partition, crash, freeze, link, rolling and "
                        + "options with 'at: 0s'");
    }

    @Test
    void evaluationOfSomeNodes_withProcesses_isRefused() {
        assertThatThrownBy(() -> RealWeather.check(read("evaluate: {nodes: 2}")))
                .isInstanceOf(UserMistakeException.class).hasMessage(
                        "evaluate is 'nodes=2', but real processes all judge themselves: allowed are every and on");
    }

    @Test
    void proxies_areUsedOnlyWhereLinksChange() {
        assertThat(RealWeather.ways(read("faults: [{at: 1s, crash: [1]}]").weather())).isEmpty();
        assertThat(RealWeather.ways(read("faults: [{at: 1s, partition: halves}]").weather())).isPresent();
        assertThat(RealWeather.ways(read("network: {latency: 5ms}").weather())).isPresent();
    }
}
