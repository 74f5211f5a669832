package dev.grapevine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Accuracy on well-known data sets from the directory in the environment variable GRAPEVINE_DATA. */
class RealTrainingTest {

    private static final Pattern ACCURACY = Pattern.compile("Accuracy ([0-9.]+),");

    private static Path directory;

    @BeforeAll
    static void findData() {
        String name = System.getenv("GRAPEVINE_DATA");
        if (name == null && System.getenv("CI") != null) {
            throw new IllegalStateException("GRAPEVINE_DATA has to name a directory with data sets where CI is set");
        }
        Assumptions.assumeTrue(name != null, "GRAPEVINE_DATA names no directory with data sets, so nothing is learned");
        directory = Path.of(name);
    }

    private static double accuracy(String... arguments) {
        CommandRun run = CommandRun.of(new TrainCommand(), arguments);
        assertThat(run.errors()).isEmpty();
        Matcher accuracy = ACCURACY.matcher(run.out());
        assertThat(accuracy.find()).isTrue();
        return Double.parseDouble(accuracy.group(1));
    }

    @Test
    void linearModelClassifiesSpam() {
        assertThat(accuracy("--data", "csv:" + directory.resolve("spambase/spambase.data"), "--model", "mlp:32",
                "--optimizer", "adamw", "--learningRate", "0.003", "--weightDecay", "0.02", "--schedule",
                "cosine:1720", "--epochs", "15")).isGreaterThanOrEqualTo(0.94);
    }

    @Test
    void softmaxPredictsIncomeFromSparseFeatures() {
        Path folder = directory.resolve("a9a");
        assertThat(accuracy("--data", "libsvm:" + folder.resolve("a9a") + ",test=" + folder.resolve("a9a.t"), "--model",
                "softmax", "--schedule", "cosine:10180", "--epochs", "10")).isGreaterThanOrEqualTo(0.848);
    }

    @Test
    void softmaxClassifiesHandwrittenDigits() {
        assertThat(accuracy("--data", "idx:" + directory.resolve("mnist"), "--model", "softmax", "--optimizer", "adamw",
                "--learningRate", "0.001", "--batch", "64", "--schedule", "cosine:4690", "--epochs", "5"))
                .isGreaterThanOrEqualTo(0.92);
    }
}
