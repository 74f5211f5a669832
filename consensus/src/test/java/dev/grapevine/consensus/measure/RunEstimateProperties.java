package dev.grapevine.consensus.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;

import dev.grapevine.consensus.random.RandomStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What several nodes say comes to what an honest observer of all would say, and no single one decides it. */
class RunEstimateProperties {

    private static int[] equal(int nodes) {
        int[] rows = new int[nodes];
        Arrays.fill(rows, 100);
        return rows;
    }

    @Example
    void equalWeights_giveTheTextbookMeanAndItsError() {
        RunEstimate estimate = RunEstimate.of(new double[]{1, 2, 3, 4, 5}, equal(5));
        assertThat(estimate.nodes()).isEqualTo(5);
        assertThat(estimate.mean()).isEqualTo(3);
        assertThat(estimate.spread()).isCloseTo(Math.sqrt(2), within(1e-12));
        assertThat(estimate.error()).isCloseTo(Math.sqrt(2.5 / 5), within(1e-12));
    }

    @Example
    void nodeWithMoreRows_countsForMore_butForNoMoreThanTwo() {
        assertThat(RunEstimate.of(new double[]{0, 0, 1}, new int[]{10, 10, 15}).mean())
                .isCloseTo(15.0 / 35, within(1e-12));
        assertThat(RunEstimate.of(new double[]{0, 0, 1}, new int[]{10, 10, Integer.MAX_VALUE}).mean())
                .isCloseTo(20.0 / 40, within(1e-12));
    }

    @Example
    void singleNode_saysNothingOfOthers() {
        RunEstimate alone = RunEstimate.of(new double[]{0.25}, new int[]{7});
        assertThat(alone).isEqualTo(new RunEstimate(1, 0.25, 0, Double.NaN));
        assertThatThrownBy(() -> RunEstimate.of(new double[0], new int[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Fails without the fences, and without the bound on weights. */
    @Property(tries = 500)
    void oneLiar_movesTheMeanNoFartherThanTheSpreadOfTheOthers(
            @ForAll @Size(min = 4, max = 40) double[] drawn, @ForAll @DoubleRange(min = -1e9, max = 1e9) double lie,
            @ForAll @IntRange(min = 1) int claimed) {
        double[] honest = Arrays.stream(drawn).map(value -> Math.abs(value) % 1.0).map(v -> Double.isNaN(v) ? 0 : v)
                .toArray();
        double[] all = Arrays.copyOf(honest, honest.length + 1);
        all[honest.length] = lie;
        int[] rows = equal(all.length);
        rows[honest.length] = claimed;
        double least = Arrays.stream(honest).min().orElseThrow();
        double most = Arrays.stream(honest).max().orElseThrow();
        double range = most - least;
        double share = 2.0 / (honest.length + 2);
        assertThat(RunEstimate.of(all, rows).mean()).isBetween(least - 3 * range * share - 1e-9,
                most + 3 * range * share + 1e-9);
    }

    /** A distance of seven errors has a chance of one in ten million with forty nodes. */
    @Property(tries = 300)
    void trueMean_isWithinTheErrorBar(@ForAll @IntRange(min = 40, max = 200) int nodes, @ForAll long seed) {
        RandomStream random = new RandomStream(seed);
        double[] values = new double[nodes];
        Arrays.setAll(values, _ -> 0.3 + 0.1 * random.nextGaussian());
        RunEstimate estimate = RunEstimate.of(values, equal(nodes));
        assertThat(Math.abs(estimate.mean() - 0.3)).isLessThan(7 * estimate.error());
    }

    @Property(tries = 200)
    void orderDoesNotMatter(@ForAll @Size(min = 1, max = 20) @IntRange(min = 0, max = 1000) int[] thousandths,
            @ForAll long seed) {
        int nodes = thousandths.length;
        int[] order = new int[nodes];
        Arrays.setAll(order, i -> i);
        new RandomStream(seed).shuffle(order);
        double[] values = Arrays.stream(thousandths).mapToDouble(value -> value / 1000.0).toArray();
        double[] shuffled = Arrays.stream(order).mapToDouble(i -> values[i]).toArray();
        int[] rows = Arrays.stream(thousandths).map(value -> value + 1).toArray();
        int[] shuffledRows = Arrays.stream(order).map(i -> rows[i]).toArray();
        assertThat(RunEstimate.of(shuffled, shuffledRows).mean())
                .isCloseTo(RunEstimate.of(values, rows).mean(), within(1e-9));
    }
}
