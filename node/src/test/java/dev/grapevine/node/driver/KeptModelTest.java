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

/** Which model a node leaves behind. */
class KeptModelTest {

    @TempDir
    private Path folder;

    private final LocalRun run = LocalRun
            .prepare(RunSetup.found(RunOptions.of(Map.of("data", "digits", "model", "softmax"))));
    private final KeptModel kept = new KeptModel(run);
    private final float[] nothing = new float[run.network().layout().parameters()];

    private float[] trained() {
        return run.trainer().train(run.network(), 1, nothing.clone(), 200, 1).parameters();
    }

    private float[] file(String name) {
        return Safetensors.read(folder.resolve(name)).parameters();
    }

    @Test
    void theBestTakesTheNameOfTheModelAndTheLastLiesBesideIt() throws IOException {
        float[] best = trained();
        kept.judge(1, best, () -> false);
        kept.judge(2, nothing, () -> false);
        Optional<Fall> fall = kept.write(folder, 3, nothing, () -> false);
        assertThat(fall).isPresent();
        assertThat(fall.get().bestSeconds()).isEqualTo(1);
        assertThat(fall.get().lastSeconds()).isEqualTo(3);
        assertThat(file("model.safetensors")).isEqualTo(best);
        assertThat(file("model-last.safetensors")).isEqualTo(nothing);
        // The next life of this folder is a better one.
        KeptModel next = new KeptModel(run);
        next.judge(1, nothing, () -> false);
        assertThat(next.write(folder, 2, best, () -> false)).isEmpty();
        assertThat(file("model.safetensors")).isEqualTo(best);
        assertThat(folder.resolve("model-last.safetensors")).doesNotExist();
    }

    /** Between the last judgement and the end much may happen. */
    @Test
    void whatIsServedInTheEndIsJudgedOnceMoreIfThereIsTime() throws IOException {
        float[] best = trained();
        kept.judge(1, best, () -> false);
        assertThat(kept.write(folder, 2, nothing, () -> true)).isEmpty();
        assertThat(file("model.safetensors")).isEqualTo(nothing);
        assertThat(kept.write(folder, 2, nothing, () -> false)).isPresent();
        assertThat(file("model.safetensors")).isEqualTo(best);
    }

    @Test
    void whatWasNeverJudgedIsWrittenAsItIs() throws IOException {
        assertThat(kept.write(folder, 2, nothing, () -> false)).isEmpty();
        assertThat(file("model.safetensors")).isEqualTo(nothing);
    }
}
