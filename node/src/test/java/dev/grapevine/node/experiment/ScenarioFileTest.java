package dev.grapevine.node.experiment;

import static dev.grapevine.node.Sentences.assertMistake;
import static dev.grapevine.node.Sentences.assertMistakeAbout;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import dev.grapevine.node.replica.model.ModelSpec;

/** Scenarios in YAML, and what users are told who mistype them. */
class ScenarioFileTest {

    private static final String EXAMPLE = """
            name: two halves and a healing
            seed: 7
            nodes: 16
            data: idx:../mnist
            split: dirichlet:0.1
            model: mlp:128
            learningRate: 0.1
            batch: 32
            localSteps: 8
            gossip: {compression: modular:4, interval: 1s}
            network: {latency: 20ms..60ms, bandwidth: 1MB/s, loss: 0.01}
            devices: {gflops: 1, speed: lognormal:0.5}
            faults:
            - {at: 60s, partition: [[0-7], [8-15]], for: 120s}
            - {at: 90s, crash: [3], for: 30s}
            - {at: 200s, link: [0, 1], bandwidth: 10KB/s, loss: 0.2, for: 60s}
            stop: {after: 600s, accuracy: 0.97}
            expect: {accuracy.min: ">= 0.95", consensusDistance: "< 0.05"}
            """;

    @TempDir
    Path folder;

    private Path file(String text) {
        try {
            return Files.writeString(folder.resolve("scenario.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Scenario read(String text) {
        return ScenarioFile.read(file(text), Map.of(), Map.of());
    }

    private static List<Integer> range(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void aWholeScenarioIsRead() {
        Scenario scenario = read(EXAMPLE);
        assertThat(scenario.name()).isEqualTo("two halves and a healing");
        assertThat(scenario.nodes()).isEqualTo(16);
        RunOptions options = scenario.options();
        assertThat(options.given()).containsExactly(Map.entry("seed", "7"),
                Map.entry("data", "idx:" + folder + "/../mnist"), Map.entry("split", "dirichlet:0.1"),
                Map.entry("model", "mlp:128"), Map.entry("learningRate", "0.1"), Map.entry("batch", "32"),
                Map.entry("localSteps", "8"), Map.entry("gossip.compression", "modular:4"),
                Map.entry("gossip.interval", "1s"), Map.entry("stop", "after=600s,accuracy=0.97"));
        assertThat(options.get(RunOptions.STOP)).isEqualTo(StopRule.parse("after=600s,accuracy=0.97"));
        assertThat(scenario.network()).isEqualTo(new NetworkConditions(Optional.of(Duration.ofMillis(20)),
                Optional.of(Duration.ofMillis(60)), OptionalDouble.of(1e6), OptionalDouble.of(0.01)));
        assertThat(scenario.devices()).isEqualTo(new Devices(1, 0.5));
        assertThat(scenario.faults()).containsExactly(
                new Fault.Partition(Duration.ofSeconds(60), Optional.of(Duration.ofSeconds(120)),
                        List.of(range(0, 7), range(8, 15))),
                new Fault.Crash(Duration.ofSeconds(90), Optional.of(Duration.ofSeconds(30)), List.of(3)),
                new Fault.Link(Duration.ofSeconds(200), Optional.of(Duration.ofSeconds(60)), 0, 1,
                        new NetworkConditions(Optional.empty(), Optional.empty(), OptionalDouble.of(1e4),
                                OptionalDouble.of(0.2))));
        assertThat(scenario.expect()).containsExactly(new Expectation("accuracy.min", ">=", 0.95),
                new Expectation("consensusDistance", "<", 0.05));
    }

    @Test
    void whatIsNotSaidIsAsUsual() {
        Scenario scenario = read("nodes: 2\nnetwork:\nfaults:\nexpect:\n");
        assertThat(scenario.name()).isEqualTo("scenario.yaml");
        assertThat(scenario.options().given()).isEmpty();
        assertThat(scenario.network()).isEqualTo(NetworkConditions.USUAL);
        assertThat(scenario.devices()).isEqualTo(Devices.DEFAULT);
        assertThat(scenario.faults()).isEmpty();
        assertThat(scenario.expect()).isEmpty();
    }

    @Test
    void nestedAndDottedKeysAreTheSame() {
        Scenario nested = read("nodes: 2\ngossip:\n  compression: bf16\n  fanout: 2\nmerge: {rule: average}\n");
        Scenario dotted = read("nodes: 2\ngossip.compression: bf16\ngossip.fanout: 2\nmerge.rule: average\n");
        assertThat(nested.options().given()).isEqualTo(dotted.options().given())
                .containsOnly(Map.entry("gossip.compression", "bf16"), Map.entry("gossip.fanout", "2"),
                        Map.entry("merge.rule", "average"));
    }

    @Test
    void oneLatencyIsBothEnds() {
        NetworkConditions network = read("nodes: 2\nnetwork: {latency: 5ms}\n").network();
        assertThat(network.latencyLeast()).contains(Duration.ofMillis(5)).isEqualTo(network.latencyMost());
        assertThat(network.bytesPerSecond()).isEmpty();
    }

    @Test
    void nodesAreNamedOneByOneOrFromTo() {
        Scenario scenario = read("""
                nodes: 8
                faults:
                - {at: 1s, freeze: [0-2, 5, 7-7]}
                - {at: 2s, crash: 3}
                - {at: 3s, partition: [[0, 1], [4-6]]}
                - {at: 4s, link: [0, 7], latency: 1s, for: 1m}
                """);
        assertThat(scenario.faults()).containsExactly(
                new Fault.Freeze(Duration.ofSeconds(1), Optional.empty(), List.of(0, 1, 2, 5, 7)),
                new Fault.Crash(Duration.ofSeconds(2), Optional.empty(), List.of(3)),
                new Fault.Partition(Duration.ofSeconds(3), Optional.empty(), List.of(range(0, 1), range(4, 6))),
                new Fault.Link(Duration.ofSeconds(4), Optional.of(Duration.ofMinutes(1)), 0, 7,
                        new NetworkConditions(Optional.of(Duration.ofSeconds(1)),
                                Optional.of(Duration.ofSeconds(1)), OptionalDouble.empty(),
                                OptionalDouble.empty())));
        assertThat(scenario.faults().getFirst().describe()).isEqualTo("freeze of [0, 1, 2, 5, 7]");
    }

    @Test
    void changesWinOverTheFile() {
        Scenario scenario = ScenarioFile.read(file(EXAMPLE), Map.of(),
                Map.of("nodes", "20", "seed", "8", "gossip.compression", "float32", "model", "softmax"));
        assertThat(scenario.nodes()).isEqualTo(20);
        assertThat(scenario.options().get(RunOptions.SEED)).isEqualTo(8);
        assertThat(scenario.options().get(RunOptions.COMPRESSION)).isEqualTo("float32");
        assertThat(scenario.options().get(RunOptions.MODEL)).hasToString("softmax");
        assertThat(scenario.options().get(RunOptions.BATCH)).isEqualTo(32);
        assertThat(ScenarioFile.read(file("seed: 1\n"), Map.of(), Map.of("nodes", "3")).nodes()).isEqualTo(3);
        assertMistakeAbout(() -> ScenarioFile.read(file(EXAMPLE), Map.of(), Map.of("sed", "1")),
                "There is no option 'sed', did you mean 'seed'?");
        assertMistakeAbout(() -> ScenarioFile.read(file(EXAMPLE), Map.of(), Map.of("nodes", "8")),
                "faults[0].partition = '8'", "nodes 0 to 7");
    }

    @Test
    void variablesComeFromTheEnvironment() {
        Path file = file("nodes: ${NODES}\ndata: csv:${DATA_1}/a.csv\n");
        Scenario scenario = ScenarioFile.read(file, Map.of("NODES", "3", "DATA_1", "/data$1"), Map.of());
        assertThat(scenario.nodes()).isEqualTo(3);
        assertThat(scenario.options().text(RunOptions.DATA)).isEqualTo("csv:/data$1/a.csv");
        assertMistake(() -> ScenarioFile.read(file, Map.of("NODES", "3"), Map.of()),
                file + " needs the environment variable DATA_1, which is not set");
    }

    @Test
    void pathsOfDataAreTakenFromTheFilesFolder() {
        assertThat(read("nodes: 2\ndata: csv:a.csv+b.csv,test=t.csv\n").options().text(RunOptions.DATA))
                .isEqualTo("csv:" + folder + "/a.csv+" + folder + "/b.csv,test=" + folder + "/t.csv");
        assertThat(read("nodes: 2\ndata: idx:/mnist\n").options().text(RunOptions.DATA)).isEqualTo("idx:/mnist");
        assertThat(read("nodes: 2\ndata: digits\n").options().text(RunOptions.DATA)).isEqualTo("digits");
        Path relative = Path.of("").toAbsolutePath().relativize(file("nodes: 2\ndata: libsvm:a.txt\n"));
        assertThat(ScenarioFile.read(relative, Map.of(), Map.of()).options().text(RunOptions.DATA))
                .startsWith("libsvm:/").endsWith("/a.txt");
    }

    @Test
    void anOverlayOfNodesThatAreNotThereIsRefused() {
        String sentence = "gossip.overlay is 'edges:0-1,3-4', which has a node 4, but nodes is 4: allowed are nodes 0 to 3";
        assertMistake(() -> read("nodes: 4\ngossip.overlay: edges:0-1,3-4\n"), sentence);
        Scenario line = read("nodes: 5\ngossip.overlay: edges:0-1,3-4\n");
        assertThat(line.options().get(RunOptions.OVERLAY)).isEqualTo("edges:0-1,3-4");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "node: 3; has an unknown key 'node', did you mean 'nodes'? Allowed are data, split,",
            "gosip: {fanout: 1}; has an unknown key 'gosip', did you mean 'gossip'? Allowed are data,",
            "gossip: {fanot: 1}; has an unknown key 'gossip.fanot', did you mean 'gossip.fanout'? Allowed are data,",
            "gossip: {quuxquuxquux: 1}; has an unknown key 'gossip.quuxquuxquux'. Allowed are data,",
            "stop.after: 5s; has an unknown key 'stop.after'. Allowed are data,",
            "network: {latncy: 5ms}; has an unknown key 'latncy' in network, did you mean 'latency'? Allowed are latency, bandwidth, loss",
            "devices: {gflop: 5}; has an unknown key 'gflop' in devices, did you mean 'gflops'? Allowed are gflops, speed",
            "faults: [{at: 1s, crsh: [1]}]; faults[0] names no fault: allowed are partition, crash, freeze, link",
            "faults: [{at: 1s, crash: [1], fore: 1s}]; has an unknown key 'fore' in faults[0], did you mean 'for'? Allowed are at, for, crash",
            "faults: [{at: 1s, freeze: [1], crash: [1]}]; has an unknown key 'freeze' in faults[0]",
            "faults: [{at: 1s, crash: 1}, {at: 1s, link: [0, 1], los: 1}]; has an unknown key 'los' in faults[1], did you mean 'loss'?"})
    void unknownKeysAreRefusedAtEveryLevel(String line, String sentence) {
        assertMistakeAbout(() -> read("nodes: 4\n" + line + "\n"), folder + "/scenario.yaml " + sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "seed: many; : seed is 'many': allowed are a whole number",
            "stop: {later: 5s}; : stop is 'later=5s': allowed are after=DURATION",
            "stop: [after=5s];  has a list under 'stop': allowed is after=DURATION",
            "data: [digits];  has a list under 'data': allowed is digits, idx:DIR",
            "model: {mlp: 5}; : model is mlp=5: allowed are " + ModelSpec.ALLOWED,
            "network: 20ms;  has no keys under network: allowed are 'key: value' lines",
            "devices: [1];  has no keys under devices: allowed",
            "expect: [accuracy];  has no keys under expect: allowed",
            "network: {latency: 5};  has network.latency = '5': allowed are 20ms or 20ms..60ms",
            "network: {latency: 60ms..20ms};  network.latency is '60ms..20ms': the larger end comes last",
            "network: {bandwidth: 0.5B/s};  has network.bandwidth = '0.5B/s': allowed are 1B/s and more, such as",
            "network: {loss: 2};  has network.loss = '2': allowed are 0 to 1",
            "devices: {gflops: 0};  has devices.gflops = '0': allowed are more than 0",
            "devices: {speed: fast};  has devices.speed = 'fast': allowed are constant, lognormal:SIGMA",
            "devices: {speed: lognormal:9};  has devices.speed = 'lognormal:9': allowed are constant, lognormal:SIGMA",
            "faults: none;  has faults that are no list: allowed are lines such as",
            "faults: {at: 1s, crash: [1]};  has faults that are no list: allowed are lines such as",
            "faults: [{crash: [1]}];  faults[0] does not say when: 'at: 60s' for example",
            "faults: [crash];  faults[0] does not say when: 'at: 60s' for example",
            "faults: [{at: soon, crash: [1]}];  has faults[0].at = 'soon': allowed are a duration such as 60s",
            "faults: [{at: 1s, for: ever, crash: [1]}];  has faults[0].for = 'ever': allowed are a duration such as 60s",
            "faults: [{at: 1s, crash: [4]}];  has faults[0].crash = '4': allowed are nodes 0 to 3",
            "faults: [{at: 1s, crash: [-1]}];  has faults[0].crash = '': allowed are nodes 0 to 3",
            "faults: [{at: 1s, crash: [2-4]}];  has faults[0].crash = '4': allowed are nodes 0 to 3",
            "faults: [{at: 1s, crash: [2-1]}];  has faults[0].crash = '1': allowed are nodes 0 to 3",
            "faults: [{at: 1s, crash: [a]}];  has faults[0].crash = 'a': allowed are nodes 0 to 3",
            "faults: [{at: 1s, crash: [1, 0-2]}];  faults[0].crash names node 1 twice: allowed is once",
            "faults: [{at: 1s, partition: 1}];  faults[0].partition is no list of groups: allowed are such as [[0-7], [8-15]]",
            "faults: [{at: 1s, partition: [[0, 1], [1-3]]}];  faults[0].partition names node 1 twice: allowed is once",
            "faults: [{at: 1s, link: [1]}];  faults[0].link names 1 nodes: a link has 2",
            "faults: [{at: 1s, link: [0-2]}];  faults[0].link names 3 nodes: a link has 2",
            "faults: [{at: 1s, link: [1, 1]}];  faults[0].link names node 1 twice: allowed is once",
            "faults: [{at: 1s, link: [0, 1], loss: x}];  has faults[0].loss = 'x': allowed are 0 to 1",
            "expect: {accuracy.min: high};  has expect.accuracy.min = 'high': allowed are such as '>= 0.95'",
            "expect: {accuracy: {min: '>= 1'}};  has expect.accuracy = '': allowed are such as '>= 0.95'",
            "seed: 1#seed: 2;  is no YAML: Duplicate field 'seed' (line 3)"}, quoteCharacter = '`')
    void mistakesNameTheFileAndThePlace(String lines, String sentence) {
        String separator = sentence.startsWith(":") ? "" : " ";
        assertMistakeAbout(() -> read("nodes: 4\n" + lines.replace('#', '\n') + "\n"),
                folder + "/scenario.yaml" + separator + sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"0; has nodes = '0': allowed are 1 to 1000000",
            "1000001; has nodes = '1000001': allowed are 1 to 1000000", "x; has nodes = 'x': allowed are 1 to 1000000",
            "[3]; does not say how many nodes there are: 'nodes: 16' for example"})
    void thereIsAWholeNumberOfNodes(String nodes, String sentence) {
        assertMistakeAbout(() -> read("nodes: " + nodes + "\n"), folder + "/scenario.yaml " + sentence);
    }

    @Test
    void withoutNodesThereIsNoScenario() {
        assertMistake(() -> read("seed: 1\n"),
                folder + "/scenario.yaml does not say how many nodes there are: 'nodes: 16' for example");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"nodes: 4#faults: [1; line 2", "nodes: 4#  seed: 1; line 2",
            "nodes: 4#seed: 1#name: 'x; line 3", "nodes: 4#name: a: b; line 2"}, quoteCharacter = '`')
    void whatIsNoYamlIsRefusedWithItsLine(String lines, String place) {
        assertMistakeAbout(() -> read(lines.replace('#', '\n') + "\n"), folder + "/scenario.yaml is no YAML: ",
                "(" + place + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing", "just a text", "- a\n- list\n", "42"})
    void whatHasNoKeysIsRefused(String text) {
        assertMistake(() -> read(text),
                folder + "/scenario.yaml has no keys: allowed are 'key: value' lines");
    }

    @Test
    void aFileThatIsNotThereIsAMistake() {
        Path missing = folder.resolve("missing.yaml");
        assertMistake(() -> ScenarioFile.read(missing, Map.of(), Map.of()),
                "There is no file " + missing + " that can be read");
    }

    @Test
    void aScenarioMayGetOtherOptions() {
        Scenario scenario = read(EXAMPLE);
        Scenario changed = scenario.withOptions(scenario.options().with(RunOptions.SEED, "9"));
        assertThat(changed.options().get(RunOptions.SEED)).isEqualTo(9);
        assertThat(changed.withOptions(scenario.options())).isEqualTo(scenario);
    }
}
