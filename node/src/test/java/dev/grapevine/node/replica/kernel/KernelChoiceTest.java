package dev.grapevine.node.replica.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.kernel.KernelProvider;
import dev.grapevine.consensus.testing.ChildJvm;

class KernelChoiceTest {

    @Test
    void availableVectorApiIsUsedByAllFamilies() {
        assertThat(KernelNames.all()).containsExactly("PanamaMatrixKernels", "PanamaConvolutionKernels",
                "PanamaPoolingKernels", "PanamaLayerKernels");
    }

    @Test
    void propertySelectsScalarKernelsForAllFamilies() throws IOException, InterruptedException {
        assertThat(ChildJvm.start(KernelNames.class, List.of("-D" + KernelProvider.PROPERTY + "=scalar")).output())
                .isEqualTo("ScalarMatrixKernels ScalarConvolutionKernels ScalarPoolingKernels ScalarLayerKernels");
    }
}
