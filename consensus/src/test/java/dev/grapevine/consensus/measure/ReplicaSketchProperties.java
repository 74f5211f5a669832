package dev.grapevine.consensus.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.consensus.units.FixedPoint;

class ReplicaSketchProperties {

    private static int[] units(Random random, int length, int most) {
        return random.ints(length, -most, most + 1).toArray();
    }

    private static double distance(int[] a, int[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.pow((double) a[i] - b[i], 2);
        }
        return Math.sqrt(sum);
    }

    @Property(tries = 200)
    void distancesOfSketchesAreThoseOfReplicas(@ForAll long seed,
            @ForAll @IntRange(min = 1000, max = 20_000) int length) {
        Random random = new Random(seed);
        int[] one = units(random, length, FixedPoint.LIMIT);
        int[] other = units(random, length, 1 << random.nextInt(31));
        double sketched = ReplicaSketch.of(one, seed).distance(ReplicaSketch.of(other, seed));
        // The square is off by a quarter, as its standard deviation is: what is far apart does not look near, nor the other way round.
        double truth = distance(one, other);
        assertThat(sketched / truth).isBetween(0.5, 1.6);
    }

    /** A change that is hidden in a single parameter shows as well. */
    @Property(tries = 200)
    void distanceOfASingleParameterIsExact(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5000) int length,
            @ForAll @IntRange(min = 1, max = FixedPoint.LIMIT) int change) {
        int[] one = new int[length];
        int[] other = one.clone();
        other[Math.floorMod(seed, length)] = change;
        assertThat(ReplicaSketch.of(one, seed).distance(ReplicaSketch.of(other, seed))).isEqualTo(change);
    }

    /** Two changes that cancel out with one seed do not with most others: what is near depends on what is not told. */
    @Example
    void cancellationDependsOnTheSeed() {
        int[] one = new int[2000];
        int[] other = one.clone();
        other[3] = 1000;
        other[4] = -1000;
        long seen = new Random(1).longs(1000)
                .filter(seed -> ReplicaSketch.of(one, seed).distance(ReplicaSketch.of(other, seed)) > 0).count();
        // They fall into the same sum with the same sign once in 64 times.
        assertThat(seen).isBetween(960L, 999L);
    }

    @Property(tries = 50)
    void sketchSurvivesItsBytes(@ForAll long seed) {
        ReplicaSketch sketch = ReplicaSketch.of(units(new Random(seed), 1000, FixedPoint.LIMIT), seed);
        assertThat(ReplicaSketch.of(sketch.toBytes())).isEqualTo(sketch).hasSameHashCodeAs(sketch);
        assertThat(sketch.distance(ReplicaSketch.of(sketch.toBytes()))).isZero();
        byte[] longer = new byte[ReplicaSketch.BYTES + 1];
        assertThatThrownBy(() -> ReplicaSketch.of(longer)).isInstanceOf(IllegalArgumentException.class);
    }
}
