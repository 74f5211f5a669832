package dev.grapevine.consensus.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/** The kernels give the same bits on hardware of every width, compiled or interpreted. */
class KernelWidthsTest {

    private static final String COMPILED = "1000";
    private static final String INTERPRETED = "0";

    @Test
    void otherVirtualMachinesGiveTheSameBits() throws IOException, InterruptedException {
        // Those without FMA instructions take the time of big decimals for each, so they are not warmed up.
        List<Child> children = List.of(Child.start("-XX:UseAVX=3", COMPILED), Child.start("-XX:UseAVX=2", COMPILED),
                Child.start("-XX:UseAVX=1", COMPILED), Child.start("-XX:UseAVX=0", INTERPRETED),
                Child.start("-XX:MaxVectorSize=16", COMPILED), Child.start("-XX:MaxVectorSize=8", COMPILED),
                Child.start("-Xint", INTERPRETED));
        long expected = KernelHash.hash(new ScalarKernels());
        List<Integer> widths = new ArrayList<>();
        for (Child child : children) {
            KernelHash.Line line = child.finish();
            assertThat(line.hash()).as("hash with %s and vectors of %s bits", child.option, line.vectorBits())
                    .isEqualTo(expected);
            widths.add(line.vectorBits());
        }
        assertThat(widths).contains(128, 64);
    }

    @Test
    void theHashTellsKernelsApart() {
        assertThat(KernelHash.hash(BrokenKernels.fusing())).isNotEqualTo(KernelHash.hash(new ScalarKernels()));
    }

    /** A virtual machine that computes the hash. */
    private record Child(String option, Process process) {

        static Child start(String option, String warmUps) throws IOException {
            String java = ProcessHandle.current().info().command().orElseThrow();
            // Without tiers and in the foreground, so that all kernels are compiled when the warm-up is over.
            // What another CPU or architecture does not know is ignored: it is then one more run at its own width.
            Process process = new ProcessBuilder(java, "-XX:+IgnoreUnrecognizedVMOptions", option, "-Xmx128m",
                    "-Xbatch", "-XX:-TieredCompilation",
                    "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"),
                    KernelHash.class.getName(), warmUps).start();
            return new Child(option, process);
        }

        KernelHash.Line finish() throws IOException, InterruptedException {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("java %s: %s", option, errors).isZero();
            return KernelHash.Line.parse(output);
        }
    }
}
