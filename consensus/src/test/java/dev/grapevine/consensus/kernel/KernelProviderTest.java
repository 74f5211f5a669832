package dev.grapevine.consensus.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.testing.ChildJvm;

class KernelProviderTest {

    private static final String SCALAR = "{Bfloat16Kernels=ScalarBfloat16Kernels, BlockKernels=ScalarBlockKernels, "
            + "Kernels=ScalarKernels, LatticeKernels=ScalarLatticeKernels}";

    @Test
    void everyFamilyUsesTheVectorApiWhereItIsThere() throws IllegalAccessException {
        assertThat(KernelNames.byFamily()).hasToString(SCALAR.replace("=Scalar", "=Panama"));
    }

    @Test
    void everyFamilyIsScalarWhereThePropertySaysSo() throws IOException, InterruptedException {
        assertThat(ChildJvm.start(KernelNames.class, List.of("-D" + KernelProvider.PROPERTY + "=scalar")).output())
                .isEqualTo(SCALAR);
    }

    @Test
    void everyFamilyIsScalarWithoutTheVectorModule() throws IOException, InterruptedException {
        assertThat(ChildJvm.withoutVectors(KernelNames.class).output()).isEqualTo(SCALAR);
    }

    @Test
    void unknownKernelsAreRefusedWithTheAllowedOnes() {
        assertThatThrownBy(() -> KernelProvider.decide("vector")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("-Dgrapevine.kernels=vector names no kernels: allowed are panama and scalar");
    }
}
