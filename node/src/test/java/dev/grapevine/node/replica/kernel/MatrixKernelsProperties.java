package dev.grapevine.node.replica.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.node.replica.kernel.MatrixInput.Content;

/** Scalar and vectorised products agree at any size. */
class MatrixKernelsProperties {

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void implementationsAgreeBitwise(@ForAll Content content, @ForAll @IntRange(max = 70) int rows,
            @ForAll @IntRange(max = 70) int columns, @ForAll @IntRange(max = 70) int inner, @ForAll boolean transposed,
            @ForAll @IntRange(max = 40) int offset, @ForAll long seed) {
        MatrixInput input = MatrixInput.random(content, rows, columns, inner, transposed, offset, seed);
        assertThat(input.product(new PanamaMatrixKernels())).isEqualTo(input.product(new ScalarMatrixKernels()));
    }
}
