package dev.grapevine.testbed.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.words.UserMistakeException;

/** What users may ask for. */
class BenchmarksTest {

    @TempDir
    private Path folder;

    @Test
    void everyBenchmarkHasItsNameAndRowsOfItsOwn() {
        assertThat(Benchmarks.names()).doesNotHaveDuplicates().contains("gemm", "train", "compare-torch", "accuracy")
                .endsWith("all");
        for (Benchmark benchmark : Benchmarks.registered()) {
            assertThat(Benchmarks.named(benchmark.name())).containsExactly(benchmark);
            assertThat(benchmark.rows()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(benchmark.description()).isNotBlank();
        }
        assertThat(Benchmarks.named("all")).isEqualTo(Benchmarks.registered());
    }

    @Test
    void otherNamesAreMistakes() {
        assertThatThrownBy(() -> Benchmarks.named("trian")).isInstanceOf(UserMistakeException.class)
                .hasMessageStartingWith("There is no benchmark 'trian', did you mean 'train'?");
        BenchmarkRun run = run(Optional.of("softmax/33"));
        assertThatThrownBy(() -> run.check(Benchmarks.registered())).isInstanceOf(UserMistakeException.class)
                .hasMessageStartingWith("There is no row 'softmax/33', did you mean 'softmax/32'?");
        run(Optional.of("softmax/32")).check(Benchmarks.registered());
        run(Optional.empty()).check(List.of());
    }

    private BenchmarkRun run(Optional<String> only) {
        return new BenchmarkRun(only, false, false, Optional.empty(), ResultFile.open(folder.resolve("results.json")),
                sentence -> {}, Optional.empty());
    }
}
