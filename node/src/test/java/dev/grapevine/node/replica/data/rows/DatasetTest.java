package dev.grapevine.node.replica.data.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.grapevine.node.replica.data.Samples;
import dev.grapevine.node.replica.data.schema.ImageShape;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Scaling;

class DatasetTest {

    /** The same four rows of width 2 in every implementation. */
    static List<Dataset> sameRows() {
        PixelRows pixels = new PixelRows(
                new RowEncoding.Pixels(new ImageShape(1, 1, 2), new Scaling(0, 1 / 255.0)),
                new byte[]{0, 1, 2, 3, 4, 0, (byte) 200, (byte) 255}, new byte[]{3, 1, 0, 2});
        SparseRows sparse = new SparseRows(2,
                List.of(new SparseRows.Row(new int[]{1}, new float[]{1}, 3),
                        new SparseRows.Row(new int[]{0, 1}, new float[]{2, 3}, 1),
                        new SparseRows.Row(new int[]{0}, new float[]{4}, 0),
                        new SparseRows.Row(new int[]{0, 1}, new float[]{200, 255}, 2)));
        DenseRows.Builder dense = new DenseRows.Builder(2, RowBudget.ofHeap("sample"));
        float[][] rows = {{0, 1}, {2, 3}, {4, 0}, {200, 255}};
        float[] targets = {3, 1, 0, 2};
        for (int i = 0; i < rows.length; i++) {
            dense.add(rows[i], targets[i]);
        }
        MappedRows.Builder mapped = new MappedRows.Builder(2);
        for (int i = 0; i < rows.length; i++) {
            mapped.add(rows[i], targets[i]);
        }
        int[] turned = {3, 2, 1, 0};
        Dataset viewed = dense.build().subset(turned).subset(turned);
        Dataset compacted = pixels.compact(turned).compact(turned);
        return List.of(pixels, sparse, dense.build(), mapped.build(), viewed, compacted,
                DenseRows.copyOf(sparse, new int[]{0, 1, 2, 3}));
    }

    @ParameterizedTest
    @MethodSource("sameRows")
    void featuresCopiesChosenRows(Dataset data) {
        float[] out = {-1, -1, -1, -1, -1, -1};
        data.features(new int[]{0, 3, 1, 2}, 1, 2, out);
        assertThat(out).containsExactly(new float[]{200, 255, 2, 3, -1, -1}, within());
        assertThat(Samples.targets(data)).containsExactly(3, 1, 0, 2);
        assertThat(data.rows()).isEqualTo(4);
        assertThat(data.width()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("sameRows")
    void viewAndCompactCopyHaveSameRows(Dataset data) {
        int[] rows = {2, 0, 2};
        for (Dataset part : List.of(data.subset(rows), data.compact(rows),
                data.subset(rows).compact(new int[]{0, 1, 2}),
                data.compact(rows).subset(new int[]{0, 1, 2}))) {
            assertThat(part.rows()).isEqualTo(3);
            assertThat(Samples.targets(part)).containsExactly(0, 3, 0);
            assertThat(Samples.row(part, 0)).containsExactly(new float[]{4, 0}, within());
            assertThat(Samples.row(part, 1)).containsExactly(new float[]{0, 1}, within());
        }
    }

    @Test
    void viewOfViewCopiesNothing() {
        Dataset data = sameRows().getFirst();
        assertThat(data.subset(new int[]{3, 1}).subset(new int[]{1})).extracting("base").isSameAs(data);
    }

    @Test
    void compactCopyOfImagesHoldsNoOtherRows() {
        assertThat(sameRows().getFirst().compact(new int[]{3})).extracting("pixels")
                .isEqualTo(new byte[]{(byte) 200, (byte) 255});
    }

    @Test
    void viewRejectsRowsOutsideBase() {
        Dataset data = sameRows().getFirst();
        assertThatIllegalArgumentException().isThrownBy(() -> data.subset(new int[]{4}));
        assertThatIllegalArgumentException().isThrownBy(() -> data.subset(new int[]{-1}));
    }

    private static Offset<Float> within() {
        return Offset.offset(1e-4f);
    }
}
