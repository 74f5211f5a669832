package dev.grapevine.testbed.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.words.UserMistakeException;

/** PyTorch is a yardstick only if it is as fast as it can be, and computes the same; a shell script stands in for it. */
class TorchProcessTest {

    private static final String OPENBLAS = "{\"file\":\"/usr/lib/openblas-pthread/libblas.so.3\","
            + "\"config\":\"OpenBLAS 0.3.21 MAX_THREADS=64\",\"kernel\":\"Cooperlake\"}";
    private static final String REFERENCE = "{\"file\":\"/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0\","
            + "\"config\":\"\",\"kernel\":\"\"}";
    private static final TrainWorkload.Kind KIND = new TrainWorkload.Kind("softmax", 32, false);

    @TempDir
    private Path folder;

    private static String hello(String blas, int threads) {
        return "{\"version\":\"1.13.1\",\"python\":\"3.11\",\"threads\":" + threads + ",\"capability\":\"AVX2\","
                + "\"onednn\":true,\"settings\":\"eager\",\"blas\":" + blas + "}";
    }

    /** A program that says some lines, one for each that it is told but for the first. */
    private TorchProcess start(String... lines) {
        StringBuilder script = new StringBuilder();
        for (String line : lines) {
            script.append(script.isEmpty() ? "" : "; read task; ").append("echo '").append(line).append("'");
        }
        return TorchProcess.start(List.of("sh", "-c", script.toString()), folder, Path.of("images"), Path.of("text"));
    }

    @Test
    void theReferenceBlasIsRefused() {
        assertThatThrownBy(() -> start(hello(REFERENCE, 1))).isInstanceOf(UserMistakeException.class)
                .hasMessageStartingWith("PyTorch multiplies matrices with /usr/lib/x86_64-linux-gnu/blas/libblas.so"
                        + ".3.11.0, which is no fast BLAS")
                .hasMessageContaining("'apt-get install libopenblas0-pthread'");
    }

    @Test
    void aFolderIsNoLibrary() {
        assertThatThrownBy(new Blas("/opt/openblas/tests/libblas.so.3", "", "")::check)
                .isInstanceOf(UserMistakeException.class);
        assertThatThrownBy(new Blas("", "generic", "")::check).isInstanceOf(UserMistakeException.class)
                .hasMessageStartingWith("PyTorch multiplies matrices with generic");
        new Blas("", "mkl", "").check();
        new Blas("/opt/intel/libmkl_rt.so.2", "", "").check();
        new Blas("/usr/lib/libopenblasp-r0.3.21.so", "", "").check();
    }

    @Test
    void moreThreadsAreRefused() {
        assertThatThrownBy(() -> start(hello(OPENBLAS, 2))).isInstanceOf(UserMistakeException.class)
                .hasMessage("PyTorch computes with 2 threads: allowed is 1");
    }

    @Test
    void itSaysWhatItIsAndWhatItDid() {
        try (TorchProcess torch = start(hello(OPENBLAS, 1), "{\"parameters\":2,\"loss\":0.25}",
                "{\"rows\":640,\"core\":0.5,\"wall\":0.75}")) {
            assertThat(torch.program().name()).isEqualTo("PyTorch");
            assertThat(torch.program().libraries())
                    .isEqualTo("OpenBLAS 0.3.21 MAX_THREADS=64, kernel Cooperlake, oneDNN, Python 3.11");
            assertThat(torch.check(KIND, new float[]{1, 2}, new int[]{3})).isEqualTo(0.25);
            assertThat(folder.resolve("check-parameters.f32"))
                    .hasBinaryContent(new byte[]{0, 0, (byte) 0x80, 0x3f, 0, 0,
                            0, 0x40});
            assertThat(folder.resolve("check-rows.i32")).hasBinaryContent(new byte[]{3, 0, 0, 0});
            Turn turn = torch.turn(KIND, Duration.ofMillis(1));
            assertThat(turn).isEqualTo(new Turn(640, Duration.ofMillis(500), Duration.ofMillis(750)));
            assertThat(turn.rate()).isEqualTo(1280);
        }
    }

    @Test
    void anotherModelIsABugOfOurs() {
        try (TorchProcess torch = start(hello(OPENBLAS, 1), "{\"parameters\":3}")) {
            assertThatThrownBy(() -> torch.check(KIND, new float[2], new int[0]))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("softmax of PyTorch has 3 parameters, Grapevine's has 2");
        }
    }

    @Test
    void oneThatEndsIsTold() {
        assertThatThrownBy(this::start).isInstanceOf(UserMistakeException.class)
                .hasMessageStartingWith("PyTorch does not work here");
    }

    @Test
    void othersSettingsDoNotReachIt() throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of("OPENBLAS_CORETYPE", "Haswell", "OPENBLAS_L2_SIZE",
                "512",
                "OMP_NUM_THREADS", "8", "MKL_NUM_THREADS", "8", "ATEN_CPU_CAPABILITY", "default", "PATH", "/bin"));
        PythonScript.withoutOthersSettings(environment);
        assertThat(environment).containsOnly(Map.entry("OMP_NUM_THREADS", "1"), Map.entry("OPENBLAS_NUM_THREADS", "1"),
                Map.entry("PATH", "/bin"));
        Process child = PythonScript.start(
                List.of("sh", "-c", "echo ${OPENBLAS_CORETYPE-none} $OMP_NUM_THREADS $OPENBLAS_NUM_THREADS"), folder,
                "torch_training.py", List.of());
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("none 1 1");
        }
    }
}
