package dev.grapevine.sim.scenario;

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
import java.util.OptionalInt;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import dev.grapevine.node.replica.model.ModelSpec;
import dev.grapevine.node.result.Expectation;
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.GossipOptions;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.StopRule;
import dev.grapevine.node.run.TaskOptions;
import dev.grapevine.node.run.TrainingOptions;

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
    void wholeScenario_isRead() {
        Scenario scenario = read(EXAMPLE);
        assertThat(scenario.name()).isEqualTo("two halves and a healing");
        assertThat(scenario.nodes()).isEqualTo(16);
        RunOptions options = scenario.options();
        assertThat(options.given()).containsExactly(Map.entry("seed", "7"),
                Map.entry("data", "idx:" + folder + "/../mnist"), Map.entry("split", "dirichlet:0.1"),
                Map.entry("model", "mlp:128"), Map.entry("learningRate", "0.1"), Map.entry("batch", "32"),
                Map.entry("localSteps", "8"), Map.entry("gossip.compression", "modular:4"),
                Map.entry("gossip.interval", "1s"), Map.entry("stop", "after=600s,accuracy=0.97"));
        assertThat(options.get(ControlOptions.STOP)).isEqualTo(StopRule.parse("after=600s,accuracy=0.97"));
        assertThat(scenario.network()).isEqualTo(NetworkConditions.USUAL
                .withLatency(new Latency.Uniform(Duration.ofMillis(20), Duration.ofMillis(60))).withBandwidth(1e6)
                .withLoss(0.01));
        assertThat(scenario.devices()).isEqualTo(new Devices(1, new Speed.LogNormal(0.5), Optional.empty(), 0));
        assertThat(scenario.faults()).containsExactly(
                new Fault.Partition(Duration.ofSeconds(60), Optional.of(Duration.ofSeconds(120)),
                        new PartitionShape.Groups(List.of(range(0, 7), range(8, 15)))),
                new Fault.Crash(Duration.ofSeconds(90), Optional.of(Duration.ofSeconds(30)), List.of(3)),
                new Fault.Link(Duration.ofSeconds(200), Optional.of(Duration.ofSeconds(60)), 0, 1,
                        NetworkConditions.USUAL.withBandwidth(1e4).withLoss(0.2)));
        assertThat(scenario.expect()).containsExactly(new Expectation("accuracy.min", ">=", 0.95),
                new Expectation("consensusDistance", "<", 0.05));
    }

    @Test
    void missingKeys_haveDefaults() {
        Scenario scenario = read("nodes: 2\nnetwork:\nfaults:\nexpect:\n");
        assertThat(scenario.name()).isEqualTo("scenario.yaml");
        assertThat(scenario.options().given()).isEmpty();
        assertThat(scenario.weather()).isEqualTo(Weather.FAIR);
        assertThat(scenario.expect()).isEmpty();
    }

    @Test
    void nestedAndDottedKeys_areTheSame() {
        Scenario nested = read("nodes: 2\ngossip:\n  compression: bf16\n  fanout: 2\nmerge: {rule: average}\n");
        Scenario dotted = read("nodes: 2\ngossip.compression: bf16\ngossip.fanout: 2\nmerge.rule: average\n");
        assertThat(nested.options().given()).isEqualTo(dotted.options().given())
                .containsOnly(Map.entry("gossip.compression", "bf16"), Map.entry("gossip.fanout", "2"),
                        Map.entry("merge.rule", "average"));
    }

    @Test
    void singleLatency_isBothEnds() {
        NetworkConditions network = read("nodes: 2\nnetwork: {latency: 5ms}\n").network();
        assertThat(network).isEqualTo(NetworkConditions.USUAL
                .withLatency(new Latency.Uniform(Duration.ofMillis(5), Duration.ofMillis(5))));
    }

    @Test
    void nodes_areNamedSinglyOrByRange() {
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
                new Fault.Partition(Duration.ofSeconds(3), Optional.empty(),
                        new PartitionShape.Groups(List.of(range(0, 1), range(4, 6)))),
                new Fault.Link(Duration.ofSeconds(4), Optional.of(Duration.ofMinutes(1)), 0, 7,
                        NetworkConditions.USUAL.withLatency(Latency.of(Duration.ofSeconds(1)))));
        assertThat(scenario.faults().getFirst().describe()).isEqualTo("freeze of [0, 1, 2, 5, 7]");
    }

    @Test
    void weather_ofEachKind_isRead() {
        Weather weather = read("""
                nodes: 16
                network:
                  latency: lognormal:50ms,0.5
                  bandwidth: {up: 100KB/s, down: 1MB/s}
                  bursts: {loss: 0.5, every: 60s, lasts: 3s}
                  duplicate: 0.01
                  reorder: {share: 0.02, by: 500ms}
                sites:
                  groups: {north: [0-7], south: [8-14]}
                  between: {latency: exponential:200ms, bandwidth: 50KB/s, loss: 0.02}
                devices: {speed: "stragglers:0.1,10", duty: {period: 24h, awake: 0.6, phase: together}, drift: 0.01}
                membership: {discovery: 2s, detection: 9s, suspicion: 0.01, view: 64}
                churn: {session: 300s, away: 60s, until: 500s, nodes: 0.5}
                """).weather();
        assertThat(weather.network()).isEqualTo(NetworkConditions.USUAL
                .withLatency(new Latency.LogNormal(Duration.ofMillis(50), 0.5)).withBandwidth(1e5)
                .withBandwidthIn(1e6).withBursts(new LossBursts(0.5, Duration.ofMinutes(1), Duration.ofSeconds(3)))
                .withDuplicate(0.01).withReorder(new Reordering(0.02, Duration.ofMillis(500))));
        assertThat(weather.sites().between()).isEqualTo(NetworkConditions.USUAL
                .withLatency(new Latency.Exponential(Duration.ofMillis(200))).withBandwidth(5e4).withLoss(0.02));
        assertThat(weather.sites().ofNodes(16)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 2);
        assertThat(weather.devices()).isEqualTo(new Devices(1, new Speed.Stragglers(0.1, 10),
                Optional.of(new Duty(Duration.ofHours(24), 0.6, true)), 0.01));
        assertThat(weather.membership()).isEqualTo(new MembershipConditions(Duration.ofSeconds(2),
                Duration.ofSeconds(9), 0.01, OptionalInt.of(64)));
        assertThat(weather.churn()).contains(new Churn(Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ZERO,
                Optional.of(Duration.ofSeconds(500)), 0.5));
    }

    @Test
    void fault_ofEachKind_isRead() {
        Duration at = Duration.ofSeconds(1);
        Optional<Duration> lasts = Optional.of(Duration.ofMinutes(1));
        assertThat(read("""
                nodes: 4
                faults:
                - {at: 1s, partition: halves, for: 60s, flapping: {on: 10s, off: 5s}}
                - {at: 1s, partition: random:3}
                - {at: 1s, partition: {isolate: [3]}, for: 60s}
                - {at: 1s, partition: {from: [0-1], to: [2-3]}, for: 60s}
                - {at: 1s, crash: [3], for: 60s, torn: true}
                - {at: 1s, suspect: {of: [3], by: [0-2]}, for: 60s}
                - {at: 1s, attack: random-bytes, nodes: [3]}
                - {at: 1s, rolling: [0-2], down: 10s, every: 20s}
                """).faults()).containsExactly(
                new Fault.Partition(at, lasts, PartitionShape.Random.HALVES,
                        Optional.of(new Flapping(Duration.ofSeconds(10), Duration.ofSeconds(5)))),
                new Fault.Partition(at, Optional.empty(), new PartitionShape.Random(3)),
                new Fault.Partition(at, lasts, new PartitionShape.Isolate(List.of(3))),
                new Fault.Partition(at, lasts, new PartitionShape.OneWay(List.of(0, 1), List.of(2, 3))),
                new Fault.Crash(at, lasts, List.of(3), true),
                new Fault.Suspect(at, lasts, List.of(3), List.of(0, 1, 2)),
                new Fault.Attack(at, Optional.empty(), AttackKind.RANDOM_BYTES, List.of(3)),
                new Fault.Rolling(at, List.of(0, 1, 2), Duration.ofSeconds(10), Duration.ofSeconds(20)));
    }

    @Test
    void change_overridesTheFile() {
        Scenario scenario = ScenarioFile.read(file(EXAMPLE), Map.of(),
                Map.of("nodes", "20", "seed", "8", "gossip.compression", "float32", "model", "softmax"));
        assertThat(scenario.nodes()).isEqualTo(20);
        assertThat(scenario.options().get(ControlOptions.SEED)).isEqualTo(8);
        assertThat(scenario.options().get(GossipOptions.COMPRESSION)).isEqualTo("float32");
        assertThat(scenario.options().get(TaskOptions.MODEL)).hasToString("softmax");
        assertThat(scenario.options().get(TrainingOptions.BATCH)).isEqualTo(32);
        assertThat(ScenarioFile.read(file("seed: 1\n"), Map.of(), Map.of("nodes", "3")).nodes()).isEqualTo(3);
        assertMistakeAbout(() -> ScenarioFile.read(file(EXAMPLE), Map.of(), Map.of("sed", "1")),
                "There is no option 'sed', did you mean 'seed'?");
        assertMistakeAbout(() -> ScenarioFile.read(file(EXAMPLE), Map.of(), Map.of("nodes", "8")),
                "faults[0].partition = '8'", "nodes 0 to 7");
    }

    @Test
    void change_ofAnyKey_isAllowed() {
        Scenario scenario = ScenarioFile.read(file(EXAMPLE), Map.of(),
                Map.of("network.loss", "0.25", "devices.speed", "lognormal:0.5", "membership.suspicion", "0.5",
                        "faults", "[{at: 1s, crash: [3]}]", "expect", "{}"));
        assertThat(scenario.network().loss()).hasValue(0.25);
        assertThat(scenario.network().latency()).isEqualTo(
                ScenarioFile.read(file(EXAMPLE), Map.of(), Map.of()).network().latency());
        assertThat(scenario.devices().speed()).isEqualTo(new Speed.LogNormal(0.5));
        assertThat(scenario.weather().membership().suspicion()).isEqualTo(0.5);
        assertThat(scenario.weather().faults()).singleElement().isInstanceOf(Fault.Crash.class);
        assertThat(scenario.expect()).isEmpty();
        assertMistakeAbout(() -> ScenarioFile.read(file(EXAMPLE), Map.of(), Map.of("network.los", "1")),
                "unknown key 'los' in network, did you mean 'loss'?");
        assertMistakeAbout(() -> ScenarioFile.read(file(EXAMPLE), Map.of(), Map.of("faults", "[{")),
                "'[{' for faults is not valid YAML");
    }

    @Test
    void variables_comeFromTheEnvironment() {
        Path file = file("nodes: ${NODES}\ndata: csv:${DATA_1}/a.csv\n");
        Scenario scenario = ScenarioFile.read(file, Map.of("NODES", "3", "DATA_1", "/data$1"), Map.of());
        assertThat(scenario.nodes()).isEqualTo(3);
        assertThat(scenario.options().text(TaskOptions.DATA)).isEqualTo("csv:/data$1/a.csv");
        assertMistake(() -> ScenarioFile.read(file, Map.of("NODES", "3"), Map.of()),
                file + " needs the environment variable DATA_1, which is not set");
    }

    @Test
    void dataPath_isRelativeToTheFile() {
        assertThat(read("nodes: 2\ndata: csv:a.csv+b.csv,test=t.csv\n").options().text(TaskOptions.DATA))
                .isEqualTo("csv:" + folder + "/a.csv+" + folder + "/b.csv,test=" + folder + "/t.csv");
        assertThat(read("nodes: 2\ndata: idx:/mnist\n").options().text(TaskOptions.DATA)).isEqualTo("idx:/mnist");
        assertThat(read("nodes: 2\ndata: digits\n").options().text(TaskOptions.DATA)).isEqualTo("digits");
        Path relative = Path.of("").toAbsolutePath().relativize(file("nodes: 2\ndata: libsvm:a.txt\n"));
        assertThat(ScenarioFile.read(relative, Map.of(), Map.of()).options().text(TaskOptions.DATA))
                .startsWith("libsvm:/").endsWith("/a.txt");
    }

    @Test
    void overlay_ofMissingNodes_isRefused() {
        String sentence = "gossip.overlay is 'edges:0-1,3-4', which has a node 4, but nodes is 4: allowed are nodes 0 to 3";
        assertMistake(() -> read("nodes: 4\ngossip.overlay: edges:0-1,3-4\n"), sentence);
        Scenario line = read("nodes: 5\ngossip.overlay: edges:0-1,3-4\n");
        assertThat(line.options().get(GossipOptions.OVERLAY)).hasToString("edges:0-1,3-4");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "node: 3; has an unknown key 'node', did you mean 'nodes'? Allowed are data, split,",
            "gosip: {fanout: 1}; has an unknown key 'gosip', did you mean 'gossip'? Allowed are data,",
            "gossip: {fanot: 1}; has an unknown key 'gossip.fanot', did you mean 'gossip.fanout'? Allowed are data,",
            "gossip: {quuxquuxquux: 1}; has an unknown key 'gossip.quuxquuxquux'. Allowed are data,",
            "stop.after: 5s; has an unknown key 'stop.after'. Allowed are data,",
            "network: {latncy: 5ms}; has an unknown key 'latncy' in network, did you mean 'latency'? Allowed are latency, bandwidth, loss, bursts, duplicate, reorder",
            "devices: {gflop: 5}; has an unknown key 'gflop' in devices, did you mean 'gflops'? Allowed are gflops, speed, duty, drift",
            "faults: [{at: 1s, crsh: [1]}]; faults[0] names no fault: allowed are partition, crash, freeze, link, suspect, attack, options, rolling",
            "faults: [{at: 1s, crash: [1], fore: 1s}]; has an unknown key 'fore' in faults[0], did you mean 'for'? Allowed are at, for, crash",
            "faults: [{at: 1s, freeze: [1], crash: [1]}]; has an unknown key 'freeze' in faults[0]",
            "faults: [{at: 1s, crash: 1}, {at: 1s, link: [0, 1], los: 1}]; has an unknown key 'los' in faults[1], did you mean 'loss'?"})
    void unknownKey_atAnyLevel_isRefused(String line, String sentence) {
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
            "network: {latency: 5};  has network.latency = '5': allowed are 20ms, 20ms..60ms with the larger end last, exponential:MEAN and",
            "network: {latency: 60ms..20ms};  has network.latency = '60ms..20ms': allowed are 20ms, 20ms..60ms with the larger end last,",
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
            "faults: [{at: 1s, partition: 1}];  has faults[0].partition = '1': allowed are groups such as [[0-7], [8-15]], halves, random:2",
            "faults: [{at: 1s, partition: [[0, 1], [1-3]]}];  faults[0].partition names node 1 twice: allowed is once",
            "faults: [{at: 1s, link: [1]}];  faults[0].link names 1 nodes: a link has 2",
            "faults: [{at: 1s, link: [0-2]}];  faults[0].link names 3 nodes: a link has 2",
            "faults: [{at: 1s, link: [1, 1]}];  faults[0].link names node 1 twice: allowed is once",
            "faults: [{at: 1s, link: [0, 1], loss: x}];  has faults[0].loss = 'x': allowed are 0 to 1",
            "expect: {accuracy.min: high};  has expect.accuracy.min = 'high': allowed are such as '>= 0.95'",
            "expect: {accuracy: {min: '>= 1'}};  has expect.accuracy = '': allowed are such as '>= 0.95'",
            "network: {latency: exponential:5};  has network.latency = 'exponential:5': allowed are 20ms,",
            "network: {latency: 'lognormal:5ms'};  has network.latency = 'lognormal:5ms': allowed are 20ms,",
            "network: {bandwidth: {upp: 1KB/s}};  has an unknown key 'upp' in network.bandwidth, did you mean 'up'?",
            "network: {bursts: {loss: 0.5, every: 3s}};  does not say network.bursts.lasts: allowed are durations from",
            "network: {bursts: {loss: 0.5, every: 3s, lasts: 3s}};  has network.bursts.lasts = '3s': allowed are",
            "network: {bursts: 0.5};  has no keys under network.bursts: allowed are 'key: value' lines",
            "network: {duplicate: 2};  has network.duplicate = '2': allowed are 0 to 1",
            "network: {reorder: {share: 0.1}};  does not say network.reorder.by: allowed are a duration such as 60s",
            "sites: {between: {loss: 0.1}};  names no sites: allowed are such as 'groups: {north:",
            "sites: {groups: {a: [0], b: [0, 1]}};  sites.groups names node 0 twice: allowed is once",
            "sites: {groups: {a: [4]}};  has sites.groups.a = '4': allowed are nodes 0 to 3",
            "sites: {groups: {a: [1]}, between: {bandwidth: {up: 1KB/s}}};  has sites.between.bandwidth = '': allowed",
            "sites: {group: {a: [1]}};  has an unknown key 'group' in sites, did you mean 'groups'?",
            "devices: {speed: 'stragglers:0.1'};  has devices.speed = 'stragglers:0.1': allowed are constant,",
            "devices: {duty: {period: 0, awake: 1}};  has devices.duty.period = '0': allowed are a duration such as 60s, 1ms",
            "devices: {duty: {period: 1h, awake: 0}};  has devices.duty.awake = '0': allowed are 0.001 to 1",
            "devices: {duty: {period: 1h, awake: 1, phase: none}};  has devices.duty.phase = 'none': allowed are own and",
            "devices: {drift: 0.6};  has devices.drift = '0.6': allowed are 0 to 0.5",
            "membership: {view: 0};  has membership.view = '0': allowed are 1 to 1000000 peers",
            "membership: {detecton: 1s};  has an unknown key 'detecton' in membership, did you mean 'detection'?",
            "membership: {suspicion: -1};  has membership.suspicion = '-1': allowed are 0 to 60",
            "churn: {session: 5s};  does not say churn.away: allowed are a duration such as 60s, 1ms and more",
            "churn: {session: 5s, away: 1s, from: 5s, until: 5s};  has churn.until = '5s': allowed are durations longer",
            "churn: {session: 5s, away: 1s, nodes: 2};  has churn.nodes = '2': allowed are 0 to 1",
            "faults: [{at: 1s, partition: random:5}];  has faults[0].partition = 'random:5': allowed are groups",
            "faults: [{at: 1s, partition: {to: [1]}}];  has faults[0].partition.from = '': allowed are nodes 0 to 3",
            "faults: [{at: 1s, partition: {isolate: [1], to: [1]}}];  has an unknown key 'to' in faults[0].partition",
            "faults: [{at: 1s, partition: halves, flapping: {on: 1s, off: 10ms}}];  has faults[0].flapping.off = '10ms': allowed are durations of 1s and more",
            "faults: [{at: 1s, crash: [1], torn: maybe}];  has faults[0].torn = 'maybe': allowed are true and false",
            "faults: [{at: 1s, suspect: [1]}];  has no keys under faults[0].suspect: allowed",
            "faults: [{at: 1s, attack: lies, nodes: [1]}];  has faults[0].attack = 'lies': allowed are sign-flip, nan, random-bytes, replay",
            "faults: [{at: 1s, attack: nan}];  has faults[0].nodes = '': allowed are nodes 0 to 3",
            "faults: [{at: 1s, rolling: [0-3], down: 1s}];  does not say faults[0].every: allowed are a duration such as 60s",
            "faults: [{at: 1s, rolling: [0-3], down: 1s, every: 1s, for: 1s}];  has an unknown key 'for' in faults[0]",
            "evaluate: {nodes: 0}; : evaluate is 'nodes=0': allowed are every=DURATION",
            "seed: 1#seed: 2;  is not valid YAML: Duplicate field 'seed' (line 3)"}, quoteCharacter = '`')
    void mistake_namesFileAndPlace(String lines, String sentence) {
        String separator = sentence.startsWith(":") ? "" : " ";
        assertMistakeAbout(() -> read("nodes: 4\n" + lines.replace('#', '\n') + "\n"),
                folder + "/scenario.yaml" + separator + sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"0; has nodes = '0': allowed are 1 to 1000000",
            "1000001; has nodes = '1000001': allowed are 1 to 1000000", "x; has nodes = 'x': allowed are 1 to 1000000",
            "[3]; does not say how many nodes there are: 'nodes: 16' for example"})
    void nodes_thatAreNoWholeNumber_areRefused(String nodes, String sentence) {
        assertMistakeAbout(() -> read("nodes: " + nodes + "\n"), folder + "/scenario.yaml " + sentence);
    }

    @Test
    void scenario_withoutNodes_isRefused() {
        assertMistake(() -> read("seed: 1\n"),
                folder + "/scenario.yaml does not say how many nodes there are: 'nodes: 16' for example");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"nodes: 4#faults: [1; line 2", "nodes: 4#  seed: 1; line 2",
            "nodes: 4#seed: 1#name: 'x; line 3", "nodes: 4#name: a: b; line 2"}, quoteCharacter = '`')
    void brokenYaml_isRefusedWithItsLine(String lines, String place) {
        assertMistakeAbout(() -> read(lines.replace('#', '\n') + "\n"), folder + "/scenario.yaml is not valid YAML: ",
                "(" + place + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing", "just a text", "- a\n- list\n", "42"})
    void yamlWithoutKeys_isRefused(String text) {
        assertMistake(() -> read(text),
                folder + "/scenario.yaml has no keys: allowed are 'key: value' lines");
    }

    @Test
    void missingFile_isAMistake() {
        Path missing = folder.resolve("missing.yaml");
        assertMistake(() -> ScenarioFile.read(missing, Map.of(), Map.of()),
                "There is no file " + missing + " that can be read");
    }

    @Test
    void scenario_withOtherOptions_keepsTheRest() {
        Scenario scenario = read(EXAMPLE);
        Scenario changed = scenario.withOptions(scenario.options().with(ControlOptions.SEED, "9"));
        assertThat(changed.options().get(ControlOptions.SEED)).isEqualTo(9);
        assertThat(changed.withOptions(scenario.options())).isEqualTo(scenario);
    }
}
