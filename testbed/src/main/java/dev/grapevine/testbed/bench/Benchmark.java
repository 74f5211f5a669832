package dev.grapevine.testbed.bench;

import java.util.List;

/** Something that can be measured by name: {@code ./grapevine bench NAME}. Holds no state. */
public interface Benchmark {

    /** What users call it. */
    String name();

    /** One line of help. */
    String description();

    /** The names of its rows: {@code --only ROW} takes one of them. */
    List<String> rows();

    /**
     * The folders and files of source code whose speed or results it measures, its own included, from the folder with all
     * modules on. Results on other code than the present are not of this code.
     */
    List<String> sources();

    /** The seed of its randomness. */
    long seed();

    /** Measures the rows that are wanted, and keeps each result as soon as it is there. */
    List<Measurement> run(BenchmarkRun run);
}
