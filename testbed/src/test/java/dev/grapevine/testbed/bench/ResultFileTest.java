package dev.grapevine.testbed.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.words.UserMistakeException;

/** Results outlive the process that measured them. */
class ResultFileTest {

    private static final Measurement FIRST = Measurement.of("train", Map.of("model", "softmax"), 1, "samples/s");
    private static final Measurement OTHER = Measurement.of("train", Map.of("model", "mlp:8"), 2, "samples/s");

    @TempDir
    private Path folder;

    @Test
    void resultsAreFoundAgainAndReplaced() {
        Path file = folder.resolve("inner/train.json");
        ResultFile results = ResultFile.open(file);
        assertThat(results.find(FIRST)).isEmpty();
        results.put(FIRST);
        results.put(OTHER);
        assertThat(ResultFile.open(file).find(FIRST)).contains(FIRST);
        Measurement again = Measurement.of("train", FIRST.parameters(), 3, "samples/s");
        ResultFile.open(file).put(again);
        assertThat(ResultFile.open(file).find(FIRST)).contains(again);
        assertThat(ResultFile.open(file).find(OTHER)).contains(OTHER);
    }

    @Test
    void whatWasNotMeasuredIsNoResult() {
        ResultFile results = ResultFile.open(folder.resolve("train.json"));
        results.put(Measurement.blank("train", FIRST.parameters(), "samples/s"));
        assertThat(results.find(FIRST)).isEmpty();
    }

    @Test
    void aVoidRowTakesNoPlaceOnTheSameCode() {
        ResultFile results = ResultFile.open(folder.resolve("train.json"));
        Provenance where = new Provenance("bench", 1, "c0ffee", "CPU", Instant.EPOCH, "abc");
        Provenance elsewhere = new Provenance("bench", 1, "decaf", "CPU", Instant.EPOCH, "abd");
        results.put(FIRST.from(where));
        results.put(FIRST.because("it was loud").from(where));
        assertThat(results.find(FIRST)).contains(FIRST.from(where));
        results.put(FIRST.because("it was loud").from(elsewhere));
        assertThat(results.find(FIRST)).isEmpty();
        assertThat(results.all()).containsExactly(FIRST.because("it was loud").from(elsewhere));
    }

    @Test
    void filesOfAnotherKindAreTold() throws IOException {
        for (String text : new String[]{"[{}]", "[{", "[1]"}) {
            Path file = Files.writeString(folder.resolve("train.json"), text);
            assertThatThrownBy(() -> ResultFile.open(file)).isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("train.json holds no results");
        }
    }
}
