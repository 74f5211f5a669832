package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.replica.format.Safetensors;
import dev.grapevine.node.result.Fall;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;

/** The model that a node leaves behind. */
class BestModelTest {

    @TempDir
    private Path folder;

    private final LocalRun run = LocalRun
            .prepare(RunSetup.found(RunOptions.of(Map.of("data", "digits", "model", "softmax"))));
    private final BestModel kept = new BestModel(run);
    private final float[] nothing = new float[run.network().layout().parameters()];

    private float[] trained() {
        return run.trainer().train(run.network(), 1, nothing.clone(), 200, 1).parameters();
    }

    private float[] file(String name) {
        return Safetensors.read(folder.resolve(name)).parameters();
    }

    @Test
    void bestIsTheModelAndLastLiesBesideIt() throws IOException {
        float[] best = trained();
        kept.evaluate(1, best, () -> false);
        kept.evaluate(2, nothing, () -> false);
        Optional<Fall> fall = kept.write(folder, 3, nothing, () -> false);
        assertThat(fall).isPresent();
        assertThat(fall.get().bestSeconds()).isEqualTo(1);
        assertThat(fall.get().lastSeconds()).isEqualTo(3);
        assertThat(file("model.safetensors")).isEqualTo(best);
        assertThat(file("model-last.safetensors")).isEqualTo(nothing);
        // The next life of this folder ends better.
        BestModel next = new BestModel(run);
        next.evaluate(1, nothing, () -> false);
        assertThat(next.write(folder, 2, best, () -> false)).isEmpty();
        assertThat(file("model.safetensors")).isEqualTo(best);
        assertThat(folder.resolve("model-last.safetensors")).doesNotExist();
    }

    /** The model may have changed much since the last evaluation. */
    @Test
    void finalModelIsEvaluatedUnlessCancelled() throws IOException {
        float[] best = trained();
        kept.evaluate(1, best, () -> false);
        assertThat(kept.write(folder, 2, nothing, () -> true)).isEmpty();
        assertThat(file("model.safetensors")).isEqualTo(nothing);
        assertThat(kept.write(folder, 2, nothing, () -> false)).isPresent();
        assertThat(file("model.safetensors")).isEqualTo(best);
    }

    @Test
    void finalModelWithoutEvaluationIsWritten() throws IOException {
        assertThat(kept.write(folder, 2, nothing, () -> false)).isEmpty();
        assertThat(file("model.safetensors")).isEqualTo(nothing);
    }
}
