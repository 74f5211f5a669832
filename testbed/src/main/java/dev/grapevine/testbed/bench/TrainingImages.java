package dev.grapevine.testbed.bench;

import java.nio.file.Path;
import java.util.Optional;

import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.source.DataSource;

/**
 * What the speed of training is measured on.
 *
 * @param word   what it is called in results
 * @param folder with MNIST's files, if it is MNIST
 */
record TrainingImages(String word, Dataset rows, Optional<Path> folder) {

    /** MNIST if the user has it. */
    static TrainingImages find(BenchmarkRun run) {
        Optional<Path> mnist = run.data("mnist");
        if (mnist.isEmpty()) {
            run.say("There is no MNIST in " + BenchmarkRun.DATA_VARIABLE + ", so it is measured on random images");
            return new TrainingImages("random", new RandomImages(), Optional.empty());
        }
        DataSource source = DataSource.parse("idx:" + mnist.get());
        return new TrainingImages("MNIST", source.load(source.describe()).train(), mnist);
    }
}
