package dev.grapevine.consensus.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.OtherVirtualMachine;

/** What travels is the same on hardware of every width, compiled or interpreted. */
class LatticeWidthsTest {

    private static final String COMPILED = "200";
    private static final String INTERPRETED = "0";

    @Test
    void otherVirtualMachinesGiveTheSameBits() throws IOException, InterruptedException {
        List<OtherVirtualMachine> machines = new ArrayList<>();
        for (String option : List.of("-XX:UseAVX=3", "-XX:UseAVX=2", "-XX:MaxVectorSize=16", "-XX:MaxVectorSize=8")) {
            machines.add(OtherVirtualMachine.start(option, LatticeHash.class, COMPILED));
        }
        machines.add(OtherVirtualMachine.start("-Xint", LatticeHash.class, INTERPRETED));
        long expected = LatticeHash.hash(new ScalarLatticeKernels());
        for (OtherVirtualMachine machine : machines) {
            assertThat(Long.parseLong(machine.finish().strip())).as(machine.option()).isEqualTo(expected);
        }
    }
}
