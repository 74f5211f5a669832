package dev.grapevine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.node.replica.model.Safetensors;

/** The yardstick: training in one process. */
class TrainCommandTest {

    @TempDir
    Path folder;

    private Path data;
    private Path out;

    @BeforeEach
    void writeData() throws IOException {
        RandomStream random = new RandomStream(1);
        StringBuilder csv = new StringBuilder("x,y,label\n");
        for (int i = 0; i < 200; i++) {
            double x = random.nextGaussian();
            double y = random.nextGaussian();
            csv.append(x).append(',').append(y).append(',').append(x + y > 0 ? "above" : "below").append('\n');
        }
        data = Files.writeString(folder.resolve("data.csv"), csv);
        out = folder.resolve("run");
    }

    @Test
    void aRunEndsAfterItsRoundsAndLeavesItsResults() throws IOException {
        CommandRun run = CommandRun.of(new TrainCommand(), "--data", "csv:" + data, "--model", "mlp:8", "--localSteps",
                "25", "--stop", "rounds=4", "--learningRate", "0.1", "--seed", "3", "--out", out.toString());
        assertThat(run.errors()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Loads csv:" + data, "mlp:8 on ", " rows, 42 parameters", "after 100 steps",
                "The model lies in " + out.resolve("model.safetensors"));
        JsonNode summary = new JsonMapper().readTree(out.resolve("summary.json").toFile());
        assertThat(summary.get("mode").asText()).isEqualTo("train");
        assertThat(summary.get("seed").asInt()).isEqualTo(3);
        assertThat(summary.get("nodes").asInt()).isEqualTo(1);
        assertThat(summary.get("roundsPerNode").asInt()).isEqualTo(4);
        assertThat(summary.get("stepsPerNode").asInt()).isEqualTo(100);
        assertThat(summary.get("accuracy").get("mean").asDouble()).isGreaterThan(0.9);
        assertThat(summary.get("consensusDistance").asDouble()).isZero();
        assertThat(Safetensors.read(out.resolve("model.safetensors")).metadata()).containsEntry("model", "mlp:8");
        assertThat(Files.readAllLines(out.resolve("series.csv"))).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void trainingThatDivergesIsTheUsersMistake() {
        CommandRun run = CommandRun.of(new TrainCommand(), "--data", "csv:" + data, "--model", "mlp:64,64,64",
                "--learningRate", "100", "--localSteps", "200", "--stop", "rounds=50");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors()).isEqualTo("Training diverged: a smaller learningRate than 100 may help");
    }

    @Test
    void wrongWordsAreMistakesBeforeAnythingIsWritten() {
        assertThat(CommandRun.of(new TrainCommand(), "--model", "linear", "--data", "csv:" + data, "--out",
                out.toString())).isEqualTo(new CommandRun(2, "Loads csv:" + data + System.lineSeparator(),
                        "model is linear, but the data has classes: allowed are softmax and mlp:WIDTH[,WIDTH…]"));
        assertThat(CommandRun.of(new TrainCommand(), "--batch", "none", "--out", out.toString()).errors())
                .isEqualTo("batch is 'none': allowed are 1 to 65536");
        CommandRun unknown = CommandRun.of(new TrainCommand(), "--bach", "8", "--out", out.toString());
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.errors()).contains("--bach");
        assertThat(out).doesNotExist();
    }
}
