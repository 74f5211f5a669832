package dev.grapevine.testbed.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import dev.grapevine.node.words.Nearest;
import dev.grapevine.node.words.UserMistakeException;

/**
 * The settings of a benchmark's run.
 *
 * @param only      the one row that is wanted; empty for all
 * @param isShort   whether rows that take longer than half a minute are left out
 * @param isLong    whether every workload is trained until slow denormal numbers would show
 * @param data      the folder with data sets, if the user has one
 * @param results   where results are kept
 * @param progress  is told what is going on, in sentences
 * @param provenance of what is measured; empty where the source code is not there
 */
public record BenchmarkRun(Optional<String> only, boolean isShort, boolean isLong, Optional<Path> data,
        ResultFile results, Consumer<String> progress, Optional<Provenance> provenance) {

    /** The environment variable that names the folder with data sets. */
    public static final String DATA_VARIABLE = "GRAPEVINE_DATA";

    /**
     * A row that no benchmark has is the user's mistake.
     *
     * @param benchmarks those that will run
     */
    public void check(List<Benchmark> benchmarks) {
        List<String> rows = benchmarks.stream().flatMap(benchmark -> benchmark.rows().stream()).distinct().toList();
        only.filter(row -> !rows.contains(row)).ifPresent(row -> {
            throw new UserMistakeException(
                    "There is no row '" + row + "'" + Nearest.hint(row, rows) + " Allowed are "
                            + String.join("  ", rows));
        });
    }

    /** Whether a row is to be measured. */
    public boolean wants(String row) {
        return only.isEmpty() || only.get().equals(row);
    }

    /** The folder of one data set, if it is there. */
    public Optional<Path> data(String name) {
        return data.map(folder -> folder.resolve(name)).filter(Files::exists);
    }

    /** Tells the user. */
    public void say(String sentence) {
        progress.accept(sentence);
    }

    /** Keeps a result, with where it comes from, and gives it back. */
    public Measurement keep(Measurement measurement) {
        Measurement kept = provenance.map(measurement::from).orElse(measurement);
        results.put(kept);
        return kept;
    }

    /** The measurement of an earlier run. */
    public Optional<Measurement> kept(String name, Map<String, String> parameters) {
        return results.find(Measurement.blank(name, parameters, ""));
    }

    /** Whether a kept result is of the present code; not if it cannot be told. */
    boolean isOfThisCode(Measurement kept) {
        return provenance.isPresent()
                && kept.provenance().map(Provenance::sources).equals(provenance.map(Provenance::sources));
    }
}
