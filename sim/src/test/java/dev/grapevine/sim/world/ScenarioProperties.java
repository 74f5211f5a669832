package dev.grapevine.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import dev.grapevine.consensus.delta.DeltaCodecs;
import dev.grapevine.node.experiment.Devices;
import dev.grapevine.node.experiment.Fault;
import dev.grapevine.node.experiment.Latency;
import dev.grapevine.node.experiment.NetworkConditions;
import dev.grapevine.node.experiment.PartitionShape;
import dev.grapevine.node.experiment.RunOptions;
import dev.grapevine.node.experiment.Scenario;
import dev.grapevine.node.experiment.Speed;
import dev.grapevine.node.experiment.Weather;
import dev.grapevine.sim.TinyScenario;

/**
 * Whatever goes wrong for a while, the laws hold all the time, and afterwards everybody is there, knows everybody, and
 * has learned. {@code -Dgrapevine.scenarios=N} tries N scenarios.
 */
class ScenarioProperties {

    /** All faults are over by then. */
    private static final List<String> OVERLAYS = List.of("random", "ring", "base:2", "exponential", "regular:3");
    private static final int FAULTS_UNTIL_SECONDS = 40;
    private static final int END_SECONDS = 60;
    /** Two of three classes told apart, or nearly; guessing gives a third. */
    private static final double SOMEWHERE = 0.6;

    private static Path folder;
    private static Path data;

    @BeforeContainer
    static void writeData() throws IOException {
        folder = Files.createTempDirectory("scenarios");
        TinyScenario.write(folder, "nodes: 2\n");
        data = folder.resolve("data.csv");
    }

    @AfterContainer
    static void removeData() throws IOException {
        try (var files = Files.list(folder)) {
            files.forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        Files.delete(folder);
    }

    @AddLifecycleHook(NumberOfScenarios.class)
    @Property(tries = 25, edgeCases = EdgeCasesMode.NONE)
    void theLawsHoldAndTrainingGetsSomewhere(@ForAll("stories") Story story) {
        Scenario scenario = story.scenario();
        // Laws are checked after each event and audited at each judgement: a broken one is thrown.
        TinyScenario.Result result = TinyScenario.run(scenario, 2);
        Moment last = result.moments().getLast();
        assertThat(last.nodes()).allMatch(node -> node.up() && node.peers() == scenario.nodes() - 1);
        assertThat(last.nodes()).allMatch(node -> node.rounds() > 0);
        assertThat(result.summary().exchanges()).isPositive();
        assertThat(result.summary().accuracy().mean()).isGreaterThan(SOMEWHERE);
    }

    /** A scenario that says all that it takes to see it again. */
    record Story(Scenario scenario) {
        @Override
        public String toString() {
            return scenario + " with " + scenario.options().given();
        }
    }

    @Provide
    Arbitrary<Story> stories() {
        return Arbitraries.integers().between(2, 8).flatMap(nodes -> Combinators
                .combine(options(), network(0.3), Arbitraries.doubles().between(0, 0.6), faults(nodes))
                .as((options, network, deviation, faults) -> new Story(new Scenario("random", options, nodes,
                        Weather.FAIR.withNetwork(network)
                                .withDevices(new Devices(4e-5, new Speed.LogNormal(deviation), Optional.empty(), 0))
                                .withFaults(faults),
                        List.of()))));
    }

    private Arbitrary<RunOptions> options() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.of(DeltaCodecs.names()),
                Arbitraries.of("auto", "1", "4", "20"), Arbitraries.of("1", "2", "3"), Arbitraries.of("0", "700ms"),
                Arbitraries.of("16", "64", "4096"), Arbitraries.of("iid", "stratified"),
                Arbitraries.of("0", "0.5", "0.9"))
                .as((seed, codec, localSteps, fanout, interval, block, split, serve) -> {
                    Map<String, String> given = new LinkedHashMap<>();
                    given.put("data", "csv:" + data);
                    given.put("gossip.overlay", OVERLAYS.get((int) Math.floorMod(seed, (long) OVERLAYS.size())));
                    given.put("model", "mlp:8");
                    given.put("batch", "8");
                    given.put("learningRate", "0.02");
                    given.put("stop", "after=" + END_SECONDS + "s");
                    given.put("seed", String.valueOf(seed));
                    given.put("gossip.compression", codec);
                    given.put("localSteps", localSteps);
                    given.put("gossip.fanout", fanout);
                    given.put("gossip.interval", interval);
                    given.put("gossip.block", block);
                    given.put("split", split);
                    given.put("serve", serve);
                    return RunOptions.of(given);
                });
    }

    private static Arbitrary<NetworkConditions> network(double mostLoss) {
        return Combinators.combine(Arbitraries.integers().between(0, 300), Arbitraries.integers().between(0, 500),
                Arbitraries.of(2e3, 1e5, 1e9), Arbitraries.doubles().between(0, mostLoss))
                .as((least, spread, bytesPerSecond, loss) -> NetworkConditions.USUAL
                        .withLatency(new Latency.Uniform(Duration.ofMillis(least), Duration.ofMillis(least + spread)))
                        .withBandwidth(bytesPerSecond).withLoss(loss));
    }

    private static Arbitrary<List<Fault>> faults(int nodes) {
        return fault(nodes).list().ofMaxSize(5);
    }

    private static Arbitrary<Fault> fault(int nodes) {
        Arbitrary<Integer> begins = Arbitraries.integers().between(0, FAULTS_UNTIL_SECONDS * 1000 - 1);
        return begins.flatMap(begin -> Arbitraries.integers().between(1, FAULTS_UNTIL_SECONDS * 1000 - begin)
                .flatMap(millis -> fault(nodes, Duration.ofMillis(begin), Optional.of(Duration.ofMillis(millis)))));
    }

    private static Arbitrary<Fault> fault(int nodes, Duration at, Optional<Duration> lasts) {
        Arbitrary<List<Integer>> some = Arbitraries.of(IntStream.range(0, nodes).boxed().toList()).list()
                .uniqueElements()
                .ofMinSize(1).ofMaxSize(nodes);
        Arbitrary<Fault> crash = some.map(hit -> new Fault.Crash(at, lasts, hit));
        Arbitrary<Fault> freeze = some.map(hit -> new Fault.Freeze(at, lasts, hit));
        Arbitrary<Fault> partition = Arbitraries.integers().between(0, 3).list().ofSize(nodes)
                .map(groupOfNode -> new Fault.Partition(at, lasts,
                        new PartitionShape.Groups(groups(groupOfNode))));
        Arbitrary<Fault> link = Combinators.combine(Arbitraries.integers().between(0, nodes - 1),
                Arbitraries.integers().between(1, nodes - 1), network(1))
                .as((first, distance, conditions) -> new Fault.Link(at, lasts, first, (first + distance) % nodes,
                        conditions));
        return Arbitraries.oneOf(crash, freeze, partition, link);
    }

    /** Nodes of number 3 are in no group. */
    private static List<List<Integer>> groups(List<Integer> groupOfNode) {
        List<List<Integer>> groups = new ArrayList<>(List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
        for (int node = 0; node < groupOfNode.size(); node++) {
            if (groupOfNode.get(node) < groups.size()) {
                groups.get(groupOfNode.get(node)).add(node);
            }
        }
        return groups;
    }
}
