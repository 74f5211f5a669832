package dev.grapevine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.run.TrainedModel;

/** Training that starts from a trained model. */
class InitTest {

    @TempDir
    Path folder;

    @Test
    void trainingGoesOnFromTheModelAlone() throws IOException {
        String data = "csv:" + TrainedFiles.persons(folder);
        Path saved = folder.resolve("saved.safetensors");
        TrainedFiles.train(folder, data, "mlp:16", "--save", saved.toString());
        Path out = folder.resolve("again");
        CommandRun run = CommandRun.of(new TrainCommand(), "--data", data, "--init", saved.toString(), "--stop",
                "rounds=1", "--localSteps", "1", "--learningRate", "0.0000001", "--out", out.toString());
        assertThat(run.code()).as(run.errors()).isZero();
        assertThat(run.out()).contains("mlp:16 on ", "Starting from the model in " + saved);
        float[] before = TrainedModel.read(saved).parameters();
        float[] after = TrainedModel.read(out).parameters();
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i]).isBetween(before[i] - 1e-5f, before[i] + 1e-5f);
        }
    }

    @Test
    void mistakesAreOneSentence() throws IOException {
        String data = "csv:" + TrainedFiles.persons(folder);
        Path saved = folder.resolve("saved.safetensors");
        TrainedFiles.train(folder, data, "mlp:16", "--save", saved.toString());
        CommandRun both = CommandRun.of(new TrainCommand(), "--init", saved.toString(), "--resume", saved.toString());
        assertThat(both.code()).isEqualTo(2);
        assertThat(both.errors()).isEqualTo(
                "init and resume are both given: allowed is one model to start from, with its training or without");
        CommandRun other = CommandRun.of(new TrainCommand(), "--data", "csv:" + TrainedFiles.prices(folder), "--init",
                saved.toString());
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.errors()).contains("no column 'age'").hasLineCount(1);
    }
}
