package dev.grapevine.consensus.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.OtherVirtualMachine;

class KernelProviderTest {

    private static final String SCALAR = "{Bfloat16Kernels=ScalarBfloat16Kernels, BlockKernels=ScalarBlockKernels, "
            + "Kernels=ScalarKernels, LatticeKernels=ScalarLatticeKernels}";

    @Test
    void everyFamilyUsesTheVectorApiWhereItIsThere() throws IllegalAccessException {
        assertThat(KernelNames.byFamily()).hasToString(SCALAR.replace("=Scalar", "=Panama"));
    }

    @Test
    void everyFamilyIsScalarWhereThePropertySaysSo() throws IOException, InterruptedException {
        assertThat(OtherVirtualMachine.start("-D" + KernelProvider.PROPERTY + "=scalar", KernelNames.class).finish()
                .strip()).isEqualTo(SCALAR);
    }

    @Test
    void everyFamilyIsScalarWithoutTheVectorModule() throws IOException, InterruptedException {
        assertThat(OtherVirtualMachine.withoutVectors(KernelNames.class).finish().strip()).isEqualTo(SCALAR);
    }

    @Test
    void unknownKernelsAreRefusedWithTheAllowedOnes() {
        assertThatThrownBy(() -> KernelProvider.decide("vector")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("-Dgrapevine.kernels=vector names no kernels: allowed are panama and scalar");
    }
}
