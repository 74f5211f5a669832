package dev.grapevine.node.replica.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.Dataset;

/** Every epoch has each row once, a window at a time, and the order can be restored at any place. */
class RowOrderProperties {

    /** Rows that are numbers only. */
    private record Numbers(int rows, int shuffleWindow, List<Integer> announced) implements Dataset {

        Numbers(int rows, int window) {
            this(rows, window, new ArrayList<>());
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public void features(int[] rowNumbers, int from, int count, float[] out) {
            throw new UnsupportedOperationException();
        }

        @Override
        public float target(int row) {
            return 0;
        }

        @Override
        public void willRead(int from, int count) {
            IntStream.range(from, from + count).forEach(announced::add);
        }
    }

    /** Local rounds of a given number of rows, each with a seed. */
    private static final int ROUND = 70;

    private static int[] take(RowOrder order, int count) {
        return take(order, 0, count);
    }

    /** Rows from a place in the first of these rounds on. */
    private static int[] take(RowOrder order, int from, int count) {
        return IntStream.range(from, from + count).map(i -> order.next(new RandomStream(i / ROUND))).toArray();
    }

    private static boolean isPermutation(int[] rows) {
        int[] sorted = rows.clone();
        Arrays.sort(sorted);
        return Arrays.equals(sorted, IntStream.range(0, rows.length).toArray());
    }

    @Property
    void epochHasEachRowOnce(@ForAll @IntRange(min = 1, max = 2000) int rows,
            @ForAll @IntRange(min = 1, max = 2500) int window) {
        Numbers data = new Numbers(rows, window);
        RowOrder order = new RowOrder(data);
        for (int epoch = 0; epoch < 3; epoch++) {
            assertThat(isPermutation(take(order, rows))).isTrue();
            assertThat(order.epoch()).isEqualTo(epoch);
            assertThat(order.position()).isEqualTo(rows);
        }
    }

    /** Mutation: an order that draws rows at random repeats some. */
    @Example
    void randomDrawsBreakTheLaw() {
        RandomStream random = new RandomStream(1);
        assertThat(isPermutation(IntStream.range(0, 100).map(i -> random.nextInt(100)).toArray())).isFalse();
    }

    @Property
    void restoredOrderContinuesIdentically(@ForAll @IntRange(min = 1, max = 500) int rows,
            @ForAll @IntRange(min = 1, max = 600) int window, @ForAll @IntRange(min = 0, max = 1500) int before) {
        RowOrder order = new RowOrder(new Numbers(rows, window));
        take(order, before);
        RowOrder restored = new RowOrder(new Numbers(rows, window));
        restored.restore(order.epoch(), order.position(), order.seed());
        assertThat(take(restored, before, 700)).isEqualTo(take(order, before, 700));
    }

    @Example
    void rowsAreMixedWithinAnnouncedWindow() {
        // Chunks of 10 rows, 64 per window.
        Numbers data = new Numbers(2000, 640);
        RowOrder order = new RowOrder(data);
        for (int window = 0; window < 4; window++) {
            int[] rows = take(order, window < 3 ? 640 : 80);
            Integer[] announced = data.announced.toArray(Integer[]::new);
            assertThat(Arrays.stream(rows).boxed()).containsExactlyInAnyOrder(announced);
            assertThat(Arrays.stream(rows).map(row -> row / 10).distinct()).hasSize(rows.length / 10);
            assertThat(Arrays.stream(rows).boxed().toList()).isNotEqualTo(data.announced);
            data.announced.clear();
        }
    }

    @Example
    void rowsInMemoryAreShuffledCompletely() {
        int[] expected = IntStream.range(0, 50).toArray();
        new RandomStream(0).fork("order", 0).fork("rows").shuffle(expected);
        assertThat(take(new RowOrder(new Numbers(50, 50)), 50)).isEqualTo(expected);
    }
}
