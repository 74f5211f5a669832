package dev.grapevine.node.replica.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.testing.RandomFloats;

/** Every element moves to its transposed place, at all sizes around those of vectors. */
class TranspositionTest {

    @Test
    void rowsBecomeColumns() {
        for (int rows : MatrixInput.EDGE_SIZES) {
            for (int columns : MatrixInput.EDGE_SIZES) {
                int offset = rows % 3;
                float[] from = RandomFloats.normal(offset + rows * columns, new RandomStream(rows));
                float[] to = new float[rows * columns];
                new Transposition(rows, columns).transpose(from, offset, to);
                for (int i = 0; i < to.length; i++) {
                    int row = i % rows;
                    int column = i / rows;
                    assertThat(to[i]).isEqualTo(from[offset + row * columns + column]);
                }
            }
        }
    }
}
