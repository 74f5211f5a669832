package dev.grapevine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import dev.grapevine.node.run.TrainedModel;

/** Files for other programs. */
class ExportCommandTest {

    @TempDir
    Path folder;

    private CommandRun export(String... words) {
        return CommandRun.alone(new ExportCommand(), words);
    }

    @Test
    void onnxFileTakesRawRows() throws IOException, OrtException {
        Path run = TrainedFiles.train(folder, "csv:" + TrainedFiles.persons(folder), "mlp:16");
        Path out = folder.resolve("model.onnx");
        CommandRun done = export("--model", run.toString(), "--format", "onnx", "--out", out.toString());
        assertThat(done.errors()).isEmpty();
        assertThat(done.out()).isEqualTo("The model is in " + out + "\n");
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(out.toString());
                OnnxTensor age = OnnxTensor.createTensor(environment, FloatBuffer.wrap(new float[]{70, 30}),
                        new long[]{2, 1});
                OnnxTensor colour = OnnxTensor.createTensor(environment, new String[]{"red", "red"},
                        new long[]{2, 1});
                OrtSession.Result result = session.run(Map.of("age", age, "colour", colour))) {
            assertThat(session.getInputNames()).containsExactlyInAnyOrder("age", "colour");
            assertThat((String[]) result.get("label").orElseThrow().getValue()).containsExactly("yes", "no");
            assertThat(session.getMetadata().getProducerName()).isEqualTo("Grapevine");
            assertThat(session.getMetadata().getCustomMetadata()).containsEntry("model", "mlp:16");
        }
    }

    @Test
    void safetensorsFileHasTheModelWithoutItsTraining() throws IOException {
        Path saved = folder.resolve("saved.safetensors");
        TrainedFiles.train(folder, "csv:" + TrainedFiles.persons(folder), "mlp:16", "--save", saved.toString(),
                "--optimizer", "adamw");
        Path out = folder.resolve("model.safetensors");
        assertThat(export("--model", saved.toString(), "--format", "safetensors", "--out", out.toString()).code())
                .isZero();
        assertThat(TrainedModel.read(out).parameters()).isEqualTo(TrainedModel.read(saved).parameters());
        assertThat(Files.size(out)).isLessThan(Files.size(saved));
    }

    @Test
    void mistakesLeaveNothingBehind() throws IOException {
        Path out = folder.resolve("model.onnx");
        assertThat(export("--model", folder.toString(), "--format", "pickle", "--out", out.toString()).errors())
                .isEqualTo("format is 'pickle': allowed are onnx and safetensors");
        assertThat(export("--model", folder.resolve("none").toString(), "--out", out.toString()).code()).isEqualTo(2);
        assertThat(folder).isEmptyDirectory();
    }
}
