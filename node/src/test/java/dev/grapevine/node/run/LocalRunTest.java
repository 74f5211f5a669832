package dev.grapevine.node.run;

import static dev.grapevine.node.Sentences.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.node.replica.data.rows.Dataset;

/** A run as seen by one process. */
class LocalRunTest {

    private static final int ROWS = 60;

    @TempDir
    Path folder;

    /** Rows that differ in their first feature, and a test file. */
    private RunSetup setup(int rows, String... pairs) {
        StringBuilder train = new StringBuilder("number,side,label\n");
        for (int i = 0; i < rows; i++) {
            train.append(i).append(',').append(i % 3).append(',').append(i % 2 == 0 ? "even" : "odd").append('\n');
        }
        Path trainFile = write("train.csv", train.toString());
        Path testFile = write("test.csv", "number,side,label\n1000,1,even\n2000,2,odd\n");
        Map<String, String> given = new TreeMap<>();
        given.put("data", "csv:" + trainFile + ",test=" + testFile);
        for (int i = 0; i < pairs.length; i += 2) {
            given.put(pairs[i], pairs[i + 1]);
        }
        RunOptions options = RunOptions.of(given);
        return RunSetup.found(options, options.get(TaskOptions.DATA).describe());
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Float> numbers(Dataset data) {
        List<Float> numbers = new ArrayList<>();
        for (int row = 0; row < data.rows(); row++) {
            float[] features = new float[data.width()];
            data.features(new int[]{row}, 0, 1, features);
            numbers.add(features[0]);
        }
        return numbers;
    }

    @Test
    void nodesShareRowsAndUseTestSet() {
        List<Float> all = new ArrayList<>();
        for (int part = 1; part <= 4; part++) {
            LocalRun run = LocalRun.prepare(setup(ROWS, "part", part + "/4"));
            assertThat(run.rows().rows()).isEqualTo(ROWS / 4);
            assertThat(run.evaluationRows().rows()).isEqualTo(2);
            all.addAll(numbers(run.rows()));
        }
        assertThat(all).doesNotHaveDuplicates().hasSize(ROWS)
                .containsExactlyInAnyOrderElementsOf(numbers(LocalRun.prepare(setup(ROWS)).rows()));
    }

    @Test
    void holdoutKeepsSomeOwnRows() {
        LocalRun whole = LocalRun.prepare(setup(ROWS, "part", "2/2"));
        LocalRun run = LocalRun.prepare(setup(ROWS, "part", "2/2", "evaluate", "on=holdout"));
        assertThat(run.evaluationRows().rows()).isEqualTo(3);
        assertThat(run.rows().rows()).isEqualTo(27);
        List<Float> both = numbers(run.rows());
        both.addAll(numbers(run.evaluationRows()));
        assertThat(both).containsExactlyInAnyOrderElementsOf(numbers(whole.rows()));
        assertThat(numbers(LocalRun.prepare(setup(ROWS, "part", "2/2", "evaluate", "on=holdout")).evaluationRows()))
                .as("the same after a restart").isEqualTo(numbers(run.evaluationRows()));
    }

    @Test
    void holdoutOfFewRowsKeepsOne() {
        LocalRun run = LocalRun.prepare(setup(4, "part", "1/2", "evaluate", "on=holdout"));
        assertThat(run.evaluationRows().rows()).isEqualTo(1);
        assertThat(run.rows().rows()).isEqualTo(1);
    }

    @Test
    void nodeWithoutRowsIsMistake() {
        assertMistake(() -> LocalRun.prepare(setup(4, "part", "3/4", "evaluate", "on=holdout")),
                "data has no rows for this node: part is 3/4");
    }

    @Test
    void preparedRunTrains() {
        LocalRun run = LocalRun.prepare(setup(ROWS, "model", "mlp:5", "batch", "8"));
        assertThat(run.trainer().batch()).isEqualTo(8);
        float[] start = run.setup().initialParameters(run.network());
        RoundResult result = run.trainer().train(run.network(), 1, start, 20, 1);
        LocalRun same = LocalRun.prepare(setup(ROWS, "model", "mlp:5", "batch", "8"));
        assertThat(same.trainer().train(same.network(), 1, start, 20, 1).parameters()).isEqualTo(result.parameters());
        LocalRun other = LocalRun.prepare(setup(ROWS, "model", "mlp:5", "batch", "8"));
        assertThat(other.trainer().train(other.network(), 1, start, 20, 2).parameters())
                .as("another round uses another row order").isNotEqualTo(result.parameters());
    }
}
