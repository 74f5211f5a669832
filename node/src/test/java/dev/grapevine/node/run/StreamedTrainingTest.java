package dev.grapevine.node.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.testing.ChildJvm;

/** Training on data larger than memory. */
class StreamedTrainingTest {

    private static final int ROWS = 200_000;
    private static final int WIDTH = 24;
    private static final int HEAP_MEBIBYTES = 24;

    @TempDir
    Path folder;

    private Path table() throws IOException {
        Path file = folder.resolve("large.csv");
        RandomStream random = new RandomStream(1);
        try (BufferedWriter lines = Files.newBufferedWriter(file)) {
            for (int row = 0; row < ROWS; row++) {
                double sum = 0;
                for (int column = 0; column < WIDTH; column++) {
                    double value = random.nextDouble() - 0.5;
                    sum += column < 2 ? value : 0;
                    lines.append(String.valueOf((float) value)).append(',');
                }
                lines.append(sum > 0 ? "above\n" : "below\n");
            }
        }
        assertThat(Files.size(file)).isGreaterThan(2L * HEAP_MEBIBYTES << 20);
        return file;
    }

    @Test
    void streamedTrainingEqualsTrainingInMemory() throws IOException, InterruptedException {
        Path file = table();
        List<String> small = List.of("-Xmx" + HEAP_MEBIBYTES + "m");
        String streamed = "csv:" + file + ",test=0.01,stream";
        ChildJvm child = ChildJvm.start(TrainingOnce.class, small, streamed);
        String here = TrainingOnce.of(streamed);
        assertThat(here).contains(" rows ").endsWith("learned");
        assertThat(child.output()).isEqualTo(here);
        assertThat(ChildJvm.start(TrainingOnce.class, small, "csv:" + file).output())
                .startsWith("Data 'csv:" + file + "' is too large for memory: ").contains("'stream'").hasLineCount(1);
    }
}
