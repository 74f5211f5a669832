package dev.grapevine.testbed.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.testbed.bench.Benchmark;
import dev.grapevine.testbed.bench.BenchmarkRun;
import dev.grapevine.testbed.bench.Benchmarks;
import dev.grapevine.testbed.bench.Measurement;
import dev.grapevine.testbed.bench.MeasurementTable;
import dev.grapevine.testbed.bench.ResultFile;

/** {@code grapevine bench}: measures. */
@Command(name = "bench", sortOptions = false, description = "Measures speed and accuracy on this machine.", footer = {
        "",
        "Example: ./grapevine bench accuracy --short"})
public final class BenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "what to measure: ${COMPLETION-CANDIDATES}", completionCandidates = Names.class)
    private String name;

    @Option(names = "--json", description = "print one array of results instead of a table")
    private boolean json;

    @Option(names = "--only", paramLabel = "ROW", description = "measure one row only")
    private String only;

    @Option(names = "--short", description = "accuracy: leave out what takes longer than half a minute")
    private boolean isShort;

    @Option(names = "--long", description = "train, compare-torch: at least 3000 steps before measuring, however long they take")
    private boolean isLong;

    @Option(names = "--anew", description = "forget kept results first")
    private boolean anew;

    @Option(names = "--out", paramLabel = "DIR", description = "where results are kept; accuracy and compare-torch go on from them. Default: runs/bench")
    private Path out = Path.of("runs", "bench");

    /** What may be measured, for the help. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Benchmarks.names().iterator();
        }
    }

    @Override
    public Integer call() {
        List<Benchmark> benchmarks = Benchmarks.named(name);
        Optional<Path> data = Optional.ofNullable(System.getenv(BenchmarkRun.DATA_VARIABLE)).map(Path::of);
        List<Measurement> measurements = new ArrayList<>();
        for (Benchmark benchmark : benchmarks) {
            Path file = out.resolve(benchmark.name() + ".json");
            if (anew) {
                delete(file);
            }
            BenchmarkRun run = new BenchmarkRun(Optional.ofNullable(only), isShort, isLong, data,
                    ResultFile.open(file), spec.commandLine().getErr()::println);
            run.check(benchmarks);
            measurements.addAll(benchmark.run(run));
        }
        if (json) {
            ArrayNode all = new JsonMapper().createArrayNode();
            measurements.forEach(measurement -> all.add(measurement.toJson()));
            spec.commandLine().getOut().println(all.toPrettyString());
        } else {
            MeasurementTable.lines(measurements).forEach(spec.commandLine().getOut()::println);
        }
        return 0;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UserMistakeException("The file " + file + " cannot be deleted: " + e.getMessage(), e);
        }
    }
}
