package dev.grapevine.consensus.compress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import dev.grapevine.consensus.kernel.BlockKernels;
import dev.grapevine.consensus.units.FixedPoint;

class TopKSelectionProperties {

    private static final List<BlockKernels> BOTH = List.of(BlockKernels.scalar(), BlockKernels.best());

    @Property
    void unitsAreSelectedAsSortingDoes(@ForAll("vectors") int[] units, @ForAll double part) {
        int count = count(part, units.length);
        for (BlockKernels kernels : BOTH) {
            assertThat(selected(kernels, units, count)).isEqualTo(bySorting(units, count));
        }
    }

    @Property
    void floatsAreSelectedLikeTheUnitsTheyStandFor(@ForAll("vectors") int[] units, @ForAll double part) {
        int count = count(part, units.length);
        float[] values = new float[units.length + 3];
        for (int i = 0; i < units.length; i++) {
            values[i + 3] = FixedPoint.toFloat(units[i]);
        }
        for (BlockKernels kernels : BOTH) {
            long selection = TopKSelection.of(kernels, values, 3, units.length, count);
            List<Integer> selected = new ArrayList<>();
            for (int i = TopKSelection.next(kernels, values, 3, 0, units.length, selection); i >= 0; i = TopKSelection
                    .next(kernels, values, 3, i + 1, units.length, selection)) {
                selected.add(i);
            }
            assertThat(selected).isEqualTo(bySorting(units, count));
        }
    }

    @Example
    void equalMagnitudesAreSelectedFromTheFirstOn() {
        assertThat(selected(BlockKernels.best(), new int[]{1, -5, 5, 0, 5, 9}, 3)).containsExactly(1, 2, 5);
    }

    private static List<Integer> selected(BlockKernels kernels, int[] units, int count) {
        long selection = TopKSelection.of(kernels, units, 0, units.length, count);
        List<Integer> selected = new ArrayList<>();
        for (int i = TopKSelection.next(kernels, units, 0, 0, units.length, selection); i >= 0; i = TopKSelection
                .next(kernels, units, 0, i + 1, units.length, selection)) {
            selected.add(i);
        }
        return selected;
    }

    private static List<Integer> bySorting(int[] units, int count) {
        return IntStream.range(0, units.length).boxed()
                .sorted(Comparator.comparing((Integer i) -> -Math.abs(units[i])).thenComparing(i -> i)).limit(count)
                .sorted().toList();
    }

    private static int count(double part, int length) {
        return (int) Math.floor((Math.abs(part) % 1) * (length + 1));
    }

    /** Values of few magnitudes, so that many are equal, or of any that floats hold exactly. */
    @Provide
    Arbitrary<int[]> vectors() {
        Arbitrary<Integer> few = Arbitraries.integers().between(-3, 3);
        Arbitrary<Integer> any = Arbitraries.integers().between(-(1 << 24), 1 << 24);
        return Arbitraries.oneOf(few.array(int[].class).ofMaxSize(200), any.array(int[].class).ofMaxSize(200));
    }
}
