package dev.grapevine.testbed.bench;

import java.util.List;

/** A benchmark that users run by name: {@code ./grapevine bench NAME}. Holds no state. */
public interface Benchmark {

    /** The name for users. */
    String name();

    /** One line of help. */
    String description();

    /** The names of its rows: {@code --only ROW} takes one of them. */
    List<String> rows();

    /**
     * The source folders and files whose speed or results it measures, its own included, relative to the folder with
     * all modules. A result counts as outdated once one of them changes.
     */
    List<String> sources();

    /** The seed of its randomness. */
    long seed();

    /** Measures the wanted rows, and stores each result at once. */
    List<Measurement> run(BenchmarkRun run);
}
