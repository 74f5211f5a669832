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
import dev.grapevine.testbed.bench.ResultsWriter;
import dev.grapevine.testbed.bench.Sources;

/** {@code grapevine bench}: measures. */
@Command(name = "bench", sortOptions = false, description = "Measures speed and accuracy on this machine.", footer = {
        "",
        "Example: ./grapevine bench accuracy --short"})
public final class BenchCommand implements Callable<Integer> {

    /** Stands for no name: a file of that name has none before its ending. */
    private static final String PROJECT_PAGE = ".md";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "what to measure: ${COMPLETION-CANDIDATES}", completionCandidates = Names.class)
    private String name;

    @Option(names = "--json", description = "print one array of results instead of a table")
    private boolean json;

    @Option(names = "--only", paramLabel = "ROW", description = "measure one row only")
    private String only;

    @Option(names = "--short", description = "accuracy, sim: leave out what takes longer than half a minute; node: fewer and shorter turns")
    private boolean isShort;

    @Option(names = "--long", description = "train, compare-torch: at least 3000 steps before measuring, however long they take")
    private boolean isLong;

    @Option(names = "--anew", description = "forget kept results first")
    private boolean anew;

    @Option(names = "--out", paramLabel = "DIR", description = "where results are kept; accuracy and compare-torch go on from them. Default: runs/bench")
    private Path out = Path.of("runs", "bench");

    @Option(names = "--markdown", paramLabel = "FILE", arity = "0..1", fallbackValue = PROJECT_PAGE, description = "write what has been measured as tables, and mark tables of code that has been changed since; may be given without a name. Default: testbed/RESULTS.md")
    private Path markdown;

    /** Names of benchmarks, for the help. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Benchmarks.names().iterator();
        }
    }

    @Override
    public Integer call() {
        if (name == null && markdown == null) {
            throw new UserMistakeException("bench has no name: allowed are " + String.join(", ", Benchmarks.names())
                    + ", or --markdown alone");
        }
        Optional<Sources> sources = Sources.find();
        Optional<Path> page = Optional.ofNullable(markdown).map(file -> page(file, sources));
        if (name != null) {
            measure(Benchmarks.named(name), sources);
        }
        page.ifPresent(file -> ResultsWriter.write(file, out, sources.orElseThrow(),
                spec.commandLine().getErr()::println));
        return 0;
    }

    private static Path page(Path file, Optional<Sources> sources) {
        Sources found = sources.orElseThrow(() -> new UserMistakeException("--markdown compares results with the source"
                + " code, which is not here: allowed in a copy of the project's repository only"));
        if (file.equals(Path.of(PROJECT_PAGE))) {
            return ResultsWriter.page(found);
        }
        ResultsWriter.check(file);
        return file;
    }

    private void measure(List<Benchmark> benchmarks, Optional<Sources> sources) {
        Optional<Path> data = Optional.ofNullable(System.getenv(BenchmarkRun.DATA_VARIABLE)).map(Path::of);
        List<Measurement> measurements = new ArrayList<>();
        for (Benchmark benchmark : benchmarks) {
            Path file = out.resolve(benchmark.name() + ".json");
            if (anew) {
                delete(file);
            }
            BenchmarkRun run = new BenchmarkRun(Optional.ofNullable(only), isShort, isLong, data,
                    ResultFile.open(file), spec.commandLine().getErr()::println,
                    sources.map(code -> code.provenance(benchmark, command(benchmark))));
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
    }

    /** The command that gives the same results again. */
    private String command(Benchmark benchmark) {
        return "./grapevine bench " + benchmark.name() + (isShort ? " --short" : "") + (isLong ? " --long" : "")
                + (only == null ? "" : " --only " + only);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UserMistakeException("The file " + file + " cannot be deleted: " + e.getMessage(), e);
        }
    }
}
