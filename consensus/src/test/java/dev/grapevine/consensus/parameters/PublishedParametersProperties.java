package dev.grapevine.consensus.parameters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import dev.grapevine.consensus.testing.RandomFloats;
import dev.grapevine.consensus.units.FixedPoint;

/** Whatever moves a replica is accounted for. */
class PublishedParametersProperties {

    private static final int PARAMETERS = 23;

    /** Something that happens to a replica; all of its numbers come from the seed. */
    record Action(Kind kind, int magnitudeExponent, long seed) {

        enum Kind {
            TRAINING, ADDED, SUBTRACTED, WRITTEN_OFF, MIXED, ADOPTED
        }

        void applyTo(PublishedParameters replica, float[] start) {
            SplittableRandom random = new SplittableRandom(seed);
            Blocks blocks = replica.blocks();
            int block = random.nextInt(blocks.count());
            switch (kind) {
                case TRAINING -> {
                    float[] after = start.clone();
                    double largest = Math.scalb(1.0, magnitudeExponent - 24);
                    for (int i = 0; i < after.length; i++) {
                        after[i] += (float) random.nextDouble(-largest, largest);
                    }
                    replica.addTraining(start, after, new int[blocks.count()]);
                }
                case ADDED -> replica.addIncrements(block, integers(blocks.length(block), random));
                case SUBTRACTED -> replica.subtractIncrements(block, integers(blocks.length(block), random));
                case WRITTEN_OFF -> replica
                        .writeOff(replica.addIncrements(block, integers(blocks.length(block), random)));
                case MIXED -> replica.mixIn(block, integers(blocks.length(block), random));
                case ADOPTED -> replica.adoptDifferences(block, integers(blocks.length(block), random));
            }
        }

        private int[] integers(int length, SplittableRandom random) {
            long largest = 1L << magnitudeExponent;
            return random.longs(length, -largest, largest).mapToInt(value -> (int) value).toArray();
        }
    }

    @Property
    void sumsAreTrainingPlusLedgerAfterAnyHistory(@ForAll("actions") @Size(max = 20) List<Action> actions,
            @ForAll @IntRange(min = 1, max = 30) int blockSize, @ForAll long seed) {
        PublishedParameters replica = replica(blockSize, seed);
        float[] start = new float[PARAMETERS];
        replica.copyTo(start);
        for (Action action : actions) {
            action.applyTo(replica, start);
            assertThat(replica.balances()).as("%s", action).isTrue();
            assertThat(Arrays.stream(replica.units()).allMatch(units -> units == FixedPoint.clamp(units))).isTrue();
            if (action.seed() % 3 == 0) {
                replica.copyTo(start);
            }
        }
    }

    @Example
    void anUnrecordedChangeIsNoticed() {
        PublishedParameters replica = replica(5, 1);
        replica.units()[7]++;
        assertThat(replica.balances()).isFalse();
    }

    @Property
    void increaseOfOneSideIsTheDecreaseOfTheOther(@ForAll @Size(5) int[] increments, @ForAll long seed) {
        PublishedParameters one = replica(5, seed);
        PublishedParameters other = replica(5, seed + 1);
        one.addIncrements(1, increments);
        other.subtractIncrements(1, increments);
        assertThat(one.exchangedMass() + other.exchangedMass()).isZero();
        assertThat(one.mass() + other.mass()).isEqualTo(one.initialMass() + other.initialMass() + one.ledger().mass()
                + other.ledger().mass());
    }

    @Property
    void theOrderOfIncrementsDoesNotMatter(@ForAll("gentleActions") @Size(max = 12) List<Action> actions,
            @ForAll Random order, @ForAll long seed) {
        List<Action> shuffled = new ArrayList<>(actions);
        Collections.shuffle(shuffled, order);
        PublishedParameters straight = replica(6, seed);
        PublishedParameters mixed = replica(6, seed);
        float[] start = new float[PARAMETERS];
        straight.copyTo(start);
        actions.forEach(action -> action.applyTo(straight, start));
        shuffled.forEach(action -> action.applyTo(mixed, start));
        assertThat(mixed.units()).isEqualTo(straight.units());
        assertThat(mixed.trainedMass()).isEqualTo(straight.trainedMass());
        assertThat(mixed.exchangedMass()).isEqualTo(straight.exchangedMass());
        assertThat(mixed.ledger().total(Ledger.Reason.CLAMPED).count()).isZero();
    }

    @Property
    void nonFiniteTrainingChangesNothing(@ForAll @IntRange(max = PARAMETERS - 1) int where,
            @ForAll("notFinite") float what, @ForAll long seed) {
        PublishedParameters replica = replica(4, seed);
        float[] before = new float[PARAMETERS];
        replica.copyTo(before);
        float[] after = before.clone();
        after[(where + 1) % PARAMETERS] += 1;
        after[where] = what;
        int[] units = replica.units().clone();
        int[] largest = {1, 2, 3, 4, 5, 6};
        assertThat(replica.addTraining(before, after, largest)).isFalse();
        assertThat(replica.units()).isEqualTo(units);
        assertThat(replica.trainedMass()).isZero();
        assertThat(replica.ledger().total(Ledger.Reason.CLAMPED).count()).isZero();
        assertThat(largest).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Property
    void trainingIsAddedToTheResultOfExchangesMeanwhile(
            @ForAll @Size(5) List<@IntRange(min = -1000, max = 1000) Integer> changes,
            @ForAll @Size(5) List<@IntRange(min = -1000, max = 1000) Integer> increments) {
        PublishedParameters replica = new PublishedParameters(new Blocks(5, 5), new int[]{0, 7, -7, 1 << 20, -1 << 20});
        int[] first = replica.units().clone();
        float[] before = new float[5];
        replica.copyTo(before);
        float[] after = before.clone();
        for (int i = 0; i < 5; i++) {
            after[i] += FixedPoint.toFloat(changes.get(i));
        }
        replica.addIncrements(0, increments.stream().mapToInt(Integer::intValue).toArray());
        int[] largest = new int[1];
        assertThat(replica.addTraining(before, after, largest)).isTrue();
        for (int i = 0; i < 5; i++) {
            assertThat(replica.units()[i]).isEqualTo(first[i] + changes.get(i) + increments.get(i));
        }
        assertThat(largest[0]).isEqualTo(changes.stream().mapToInt(Math::abs).max().orElseThrow());
    }

    private static PublishedParameters replica(int blockSize, long seed) {
        float[] initial = RandomFloats.normal(PARAMETERS, new SplittableRandom(seed));
        return new PublishedParameters(new Blocks(PARAMETERS, blockSize), initial);
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        return actionsUpTo(31, Action.Kind.values());
    }

    /** None of which reaches the ends of the range. */
    @Provide
    Arbitrary<List<Action>> gentleActions() {
        return actionsUpTo(20, Action.Kind.TRAINING, Action.Kind.ADDED, Action.Kind.SUBTRACTED);
    }

    private static Arbitrary<List<Action>> actionsUpTo(int magnitudeExponent, Action.Kind... kinds) {
        return Combinators.combine(Arbitraries.of(kinds), Arbitraries.integers().between(0, magnitudeExponent),
                Arbitraries.longs().withoutEdgeCases()).as(Action::new).list().ofMaxSize(20);
    }

    @Provide
    Arbitrary<Float> notFinite() {
        return Arbitraries.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
    }
}
