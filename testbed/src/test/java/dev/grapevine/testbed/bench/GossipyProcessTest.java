package dev.grapevine.testbed.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row has its yardstick where gossipy works, and stands alone with a sentence where it does not. */
class GossipyProcessTest {

    private static final Measurement ROW = Measurement.of("sim", Map.of("row", "spambase/100"), 30_000, "updates");

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();

    private Measurement measured(String... python) {
        return new GossipyProcess(List.of(python), folder).against(ROW, Path.of("spambase.data"), Duration.ofSeconds(1),
                said::add);
    }

    /** A program in the place of Python, which gets the script and its arguments as $0 to $2. */
    private Measurement answered(String shellCommand) {
        return measured("sh", "-c", shellCommand);
    }

    @Test
    void theScriptSaysThatGossipyIsMissing() {
        assertThat(measured(PythonScript.python().getFirst(), "-I", "-S")).isEqualTo(ROW);
        assertThat(said).singleElement().asString().startsWith("gossipy is not measured: ")
                .contains("pip install --target FOLDER gossipy-dfl");
    }

    @Test
    void noPythonIsNoYardstick() {
        assertThat(measured(folder.resolve("python").toString())).isEqualTo(ROW);
        assertThat(said).singleElement().asString().startsWith("gossipy is not measured: Cannot run program");
    }

    @Test
    void aScriptThatFailsIsNoYardstick() {
        assertThat(answered("exit 1")).isEqualTo(ROW);
        assertThat(said).containsExactly("gossipy is not measured: Python said no more than what stands above");
    }

    @Test
    void itsRateIsTheYardstick() {
        Measurement row = answered(
                "echo 1500.5 12000 0.9125 '{\"version\": \"0.1.2\", \"torch\": \"2\", \"threads\": 1}'");
        assertThat(row.yardstick()).hasValue(1500.5);
        assertThat(row.program().orElseThrow().toString()).startsWith("gossipy 0.1.2, 1 thread; PyTorch 2");
        assertThat(row.ratio()).hasValue(30_000 / 1500.5);
        assertThat(said).containsExactly("gossipy: accuracy 0.9125, 12000 node updates");
    }

    @Test
    void theScriptIsToldWhatToRead() {
        measured("sh", "-c", "test -s $0 && echo missing $1 for $2 s");
        assertThat(said).singleElement().asString().startsWith("gossipy is not measured: spambase.data for 1.0 s; ");
    }
}
