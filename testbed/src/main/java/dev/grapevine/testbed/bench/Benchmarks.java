package dev.grapevine.testbed.bench;

import java.util.List;
import java.util.stream.Stream;

import dev.grapevine.node.words.Nearest;
import dev.grapevine.node.words.UserMistakeException;

/** All benchmarks. Another one is registered by one more element of the list. */
public final class Benchmarks {

    /** The name that stands for all of them. */
    public static final String ALL = "all";

    private static final List<Benchmark> REGISTERED = List.of(new GemmBenchmark(), new TrainBenchmark(),
            new TorchBenchmark(), new AccuracyBenchmark(), new CodecBenchmark(), new SimBenchmark(),
            new NodeBenchmark());

    private Benchmarks() {}

    /** All benchmarks, in the order in which {@code all} runs them. */
    public static List<Benchmark> registered() {
        return REGISTERED;
    }

    /** The names that users may give. */
    public static List<String> names() {
        return Stream.concat(REGISTERED.stream().map(Benchmark::name), Stream.of(ALL))
                .toList();
    }

    /** Those that a user means by a name. */
    public static List<Benchmark> named(String name) {
        if (name.equals(ALL)) {
            return REGISTERED;
        }
        return List.of(REGISTERED.stream().filter(benchmark -> benchmark.name().equals(name)).findFirst()
                .orElseThrow(() -> new UserMistakeException("There is no benchmark '" + name + "'"
                        + Nearest.hint(name, names()) + " Allowed are " + String.join(", ", names()))));
    }
}
