package dev.grapevine.consensus.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.testing.ChildJvm;

/** The kernels give the same bits on hardware of every width, compiled or interpreted. */
class KernelWidthsTest {

    private static final String COMPILED = "1000";
    private static final String INTERPRETED = "0";

    @Test
    void otherVirtualMachinesGiveTheSameBits() throws IOException, InterruptedException {
        // Those without FMA instructions take the time of big decimals for each, so they are not warmed up.
        List<ChildJvm> machines = List.of(start("-XX:UseAVX=3", COMPILED), start("-XX:UseAVX=2", COMPILED),
                start("-XX:UseAVX=1", COMPILED), start("-XX:UseAVX=0", INTERPRETED),
                start("-XX:MaxVectorSize=16", COMPILED), start("-XX:MaxVectorSize=8", COMPILED),
                start("-Xint", INTERPRETED));
        long expected = KernelHash.hash(new ScalarKernels());
        List<Integer> widths = new ArrayList<>();
        for (ChildJvm machine : machines) {
            KernelHash.Line line = KernelHash.Line.parse(machine.output());
            assertThat(line.hash())
                    .as("hash with %s and vectors of %s bits", machine.options().getFirst(), line.vectorBits())
                    .isEqualTo(expected);
            widths.add(line.vectorBits());
        }
        assertThat(widths).contains(128, 64);
    }

    /** It compiles without tiers and in the foreground, so that all is compiled when it is warm. */
    private static ChildJvm start(String option, String warmUps) throws IOException {
        return ChildJvm.start(KernelHash.class, List.of(option, "-Xbatch", "-XX:-TieredCompilation"), warmUps);
    }

    @Test
    void theHashTellsKernelsApart() {
        assertThat(KernelHash.hash(BrokenKernels.fusing())).isNotEqualTo(KernelHash.hash(new ScalarKernels()));
    }
}
