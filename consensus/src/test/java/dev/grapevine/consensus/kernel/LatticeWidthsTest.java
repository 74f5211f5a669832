package dev.grapevine.consensus.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.testing.ChildJvm;

/** What travels is the same on hardware of every width, compiled or interpreted. */
class LatticeWidthsTest {

    private static final String COMPILED = "200";
    private static final String INTERPRETED = "0";

    @Test
    void otherVirtualMachinesGiveTheSameBits() throws IOException, InterruptedException {
        List<ChildJvm> machines = new ArrayList<>();
        for (String option : List.of("-XX:UseAVX=3", "-XX:UseAVX=2", "-XX:MaxVectorSize=16", "-XX:MaxVectorSize=8")) {
            machines.add(start(option, COMPILED));
        }
        machines.add(start("-Xint", INTERPRETED));
        long expected = LatticeHash.hash(new ScalarLatticeKernels());
        for (ChildJvm machine : machines) {
            assertThat(Long.parseLong(machine.output())).as(machine.options().getFirst()).isEqualTo(expected);
        }
    }

    /** It compiles without tiers and in the foreground, so that all is compiled when it is warm. */
    private static ChildJvm start(String option, String warmUps) throws IOException {
        return ChildJvm.start(LatticeHash.class, List.of(option, "-Xbatch", "-XX:-TieredCompilation"), warmUps);
    }
}
