package dev.grapevine.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import dev.grapevine.node.result.Expectation;
import dev.grapevine.node.run.RunOptions;

/** A scenario that is written and read again is the same. */
class ScenarioTextProperties {

    private static final int NODES = 12;

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void writtenScenario_isReadBack(@ForAll("scenarios") Scenario scenario) throws IOException {
        assertThat(read(ScenarioText.of(scenario))).isEqualTo(scenario);
    }

    /** The law above would be empty if scenarios were always equal. */
    @Example
    void otherText_isAnotherScenario() throws IOException {
        String text = ScenarioText.of(new Scenario("a", RunOptions.of(Map.of("seed", "2")), NODES,
                Weather.FAIR.withNetwork(NetworkConditions.USUAL.withLatency(Latency.of(Duration.ofMillis(7)))),
                List.of()));
        assertThat(read(text.replace("7ms", "8ms"))).isNotEqualTo(read(text));
        assertThat(read(text.replace("seed: \"2\"", "seed: \"3\""))).isNotEqualTo(read(text));
    }

    private static Scenario read(String text) throws IOException {
        Path file = Files.createTempFile("scenario", ".yaml");
        try {
            Files.writeString(file, text);
            return ScenarioFile.read(file, Map.of(), Map.of());
        } finally {
            Files.delete(file);
        }
    }

    @Provide
    Arbitrary<Scenario> scenarios() {
        Arbitrary<Weather> weather = Combinators
                .combine(network(), sites(), devices(), membership(), churn().optional(),
                        fault().list().ofMaxSize(6))
                .as(Weather::new);
        Arbitrary<String> names = Arbitraries.strings().withCharRange(' ', '~').ofMinLength(1).ofMaxLength(12)
                .filter(name -> !name.contains("${"));
        return Combinators.combine(names, options(), weather, expectations(), comparison())
                .as((name, options, around, expect, compare) -> new Scenario(name, options, NODES, around, expect,
                        compare));
    }

    private static Arbitrary<Comparison> comparison() {
        Arbitrary<OptionalDouble> bandwidth = Arbitraries.doubles().between(1, 1e9).optional()
                .map(rate -> rate.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
        return Combinators.combine(Arbitraries.of(Comparison.Method.values()).list().uniqueElements(), bandwidth)
                .as(Comparison::new);
    }

    private static Arbitrary<RunOptions> options() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.of("digits", "csv:/a/b c.csv,label=x"),
                Arbitraries.of("after=5s", "rounds=7", "after=600s,accuracy=0.97"))
                .as((seed, data, stop) -> RunOptions.of(Map.of("seed", seed.toString(), "data", data, "stop", stop)));
    }

    private static Arbitrary<List<Expectation>> expectations() {
        return Combinators.combine(Arbitraries.of("accuracy.min", "consensusDistance"), Arbitraries.of(">=", "<", "=="),
                Arbitraries.doubles()).as(Expectation::new).list().ofMaxSize(2)
                .uniqueElements(Expectation::name);
    }

    private static Arbitrary<Duration> durations(Duration least) {
        return Arbitraries.longs().between(least.toNanos(), Duration.ofHours(100).toNanos()).map(Duration::ofNanos);
    }

    private static Arbitrary<Double> shares() {
        return Arbitraries.doubles().between(0, 1).ofScale(12);
    }

    private static Arbitrary<Latency> latencies() {
        Arbitrary<Duration> any = durations(Duration.ZERO);
        return Arbitraries.oneOf(
                Combinators.combine(any, any).as((a, b) -> new Latency.Uniform(a.compareTo(b) < 0 ? a : b,
                        a.compareTo(b) < 0 ? b : a)),
                any.map(Latency.Exponential::new),
                Combinators.combine(any, Arbitraries.doubles().between(0, 3).ofScale(6)).as(Latency.LogNormal::new));
    }

    private static Arbitrary<OptionalDouble> maybe(Arbitrary<Double> numbers) {
        return numbers.optional().map(number -> number.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
    }

    private static Arbitrary<NetworkConditions> network() {
        Arbitrary<OptionalDouble> rates = maybe(Arbitraries.doubles().between(1, 1e10).ofScale(6));
        Arbitrary<LossBursts> bursts = Combinators.combine(shares(), durations(Duration.ofMillis(2)))
                .as((loss, every) -> new LossBursts(loss, every, every.dividedBy(2)));
        Arbitrary<Reordering> reorder = Combinators.combine(shares(), durations(Duration.ZERO)).as(Reordering::new);
        return Combinators.combine(latencies().optional(), rates, rates, maybe(shares()), bursts.optional(),
                maybe(shares()), reorder.optional()).as(NetworkConditions::new);
    }

    /** What a single link can have: no way in of its own. */
    private static Arbitrary<NetworkConditions> linkConditions() {
        return network().map(conditions -> new NetworkConditions(conditions.latency(), conditions.bytesPerSecondOut(),
                OptionalDouble.empty(), conditions.loss(), conditions.bursts(), conditions.duplicate(),
                conditions.reorder()));
    }

    private static Arbitrary<Sites> sites() {
        Arbitrary<Sites> some = Combinators.combine(nodes(), linkConditions())
                .as((numbers, between) -> new Sites(groups(numbers).stream()
                        .map(group -> new Sites.Site("site " + group.getFirst(), group)).toList(), between));
        return Arbitraries.oneOf(Arbitraries.just(Sites.NONE), some);
    }

    private static Arbitrary<Devices> devices() {
        Arbitrary<Speed> speeds = Arbitraries.oneOf(Arbitraries.just(new Speed.Constant()),
                Arbitraries.doubles().between(0, 3).map(Speed.LogNormal::new),
                Combinators.combine(shares(), Arbitraries.doubles().between(1, 1e6).ofScale(6))
                        .as(Speed.Stragglers::new));
        Arbitrary<Duty> duties = Combinators.combine(durations(Duration.ofMillis(1)),
                Arbitraries.doubles().between(0.001, 1).ofScale(6), Arbitraries.of(true, false)).as(Duty::new);
        return Combinators.combine(Arbitraries.doubles().between(1e-5, 1e6).ofScale(6), speeds, duties.optional(),
                Arbitraries.doubles().between(0, 0.5).ofScale(6)).as(Devices::new);
    }

    private static Arbitrary<MembershipConditions> membership() {
        return Combinators.combine(durations(Duration.ofMillis(1)), durations(Duration.ofMillis(1)),
                Arbitraries.doubles().between(0, 60).ofScale(6), Arbitraries.integers().between(1, 100).optional())
                .as((discovery, detection, suspicion, view) -> new MembershipConditions(discovery, detection, suspicion,
                        view.map(OptionalInt::of).orElse(OptionalInt.empty())));
    }

    private static Arbitrary<Churn> churn() {
        Arbitrary<Duration> lengths = durations(Duration.ofMillis(1));
        return Combinators.combine(lengths, lengths, durations(Duration.ZERO), lengths.optional(), shares(),
                shares()).as(
                        (session, away, from, more, share, leaving) -> new Churn(session, away, from,
                                more.map(from::plus), share, leaving));
    }

    /** Some nodes, each once, in any order. */
    private static Arbitrary<List<Integer>> nodes() {
        return Arbitraries.shuffle(IntStream.range(0, NODES).boxed().toList())
                .flatMap(all -> Arbitraries.integers().between(1, NODES)
                        .map(count -> List.copyOf(all.subList(0, count))));
    }

    private static List<List<Integer>> groups(List<Integer> numbers) {
        List<List<Integer>> groups = new ArrayList<>();
        groups.add(numbers.subList(0, (numbers.size() + 1) / 2));
        if (numbers.size() > 1) {
            groups.add(numbers.subList((numbers.size() + 1) / 2, numbers.size()));
        }
        return groups;
    }

    private static Arbitrary<Fault> fault() {
        return Combinators.combine(durations(Duration.ZERO), durations(Duration.ZERO).optional(), nodes())
                .flatAs(ScenarioTextProperties::fault);
    }

    private static Arbitrary<Fault> fault(Duration at, Optional<Duration> lasts, List<Integer> some) {
        Arbitrary<PartitionShape> shapes = Arbitraries.of(new PartitionShape.Groups(groups(some)),
                new PartitionShape.Isolate(some), PartitionShape.Random.HALVES, new PartitionShape.Random(3),
                new PartitionShape.OneWay(some, some));
        Arbitrary<Flapping> flapping = Combinators.combine(durations(Flapping.LEAST), durations(Flapping.LEAST))
                .as(Flapping::new);
        Arbitrary<Duration> lengths = durations(Duration.ZERO);
        return Arbitraries.oneOf(
                Combinators.combine(shapes, flapping.optional())
                        .as((shape, times) -> new Fault.Partition(at, lasts, shape, times)),
                Arbitraries.of(true, false).map(torn -> new Fault.Crash(at, lasts, some, torn)),
                Arbitraries.just(new Fault.Freeze(at, lasts, some)),
                linkConditions().map(conditions -> new Fault.Link(at, lasts, some.getFirst(),
                        (some.getFirst() + 1) % NODES, conditions)),
                Arbitraries.just(new Fault.Suspect(at, lasts, some, some)),
                Arbitraries.of(AttackKind.values()).map(kind -> new Fault.Attack(at, lasts, kind, some)),
                Arbitraries.just(new Fault.Leave(at, lasts, some)), Arbitraries.just(new Fault.Join(at, some)),
                Combinators.combine(lengths, lengths).as((down, every) -> new Fault.Rolling(at, some, down, every)));
    }
}
