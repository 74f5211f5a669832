package dev.grapevine.gossip.strategy.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.gossip.wire.FieldBytes;

/** Links that work in one direction only are enough. */
class AgeStrategyProperties {

    private static final float[] APART = {1, -1, 3, 0, 2, -2};
    private static final int LEARNING = 10;
    private static final int ROUNDS = 400;

    private static float[] moves(int nodes, boolean apart) {
        float[] moves = new float[nodes];
        System.arraycopy(APART, 0, moves, 0, apart ? nodes : 0);
        return moves;
    }

    /** The distance of nodes that moved apart and then do not train any more. */
    private static long spreadAfterAll(String strategy, int nodes, double lost, long seed) {
        OneWayRing ring = new OneWayRing(strategy, nodes, lost, seed);
        for (int i = 0; i < LEARNING; i++) {
            ring.round(moves(nodes, true));
            ring.checkAccounts();
        }
        assertThat(ring.spread()).as("training moved them apart").isGreaterThan(FixedPoint.toUnits(0.5f));
        for (int i = 0; i < ROUNDS; i++) {
            ring.round(moves(nodes, false));
        }
        ring.checkAccounts();
        return ring.spread();
    }

    @Property(tries = 25)
    void oneWayRingReachesAgreement(@ForAll @IntRange(min = 2, max = 6) int nodes,
            @ForAll @DoubleRange(max = 0.5) double lost, @ForAll long seed) {
        assertThat(spreadAfterAll("age", nodes, lost, seed)).isLessThan(FixedPoint.toUnits(0.001f));
    }

    /** The same test with a strategy that needs answers. */
    @Example
    void strategyThatNeedsAnswersDoesNotAgreeOneWay() {
        assertThat(spreadAfterAll("pairwise", 4, 0, 1)).isGreaterThan(FixedPoint.toUnits(10));
    }

    @Example
    void fallingAgeIsFound() {
        Ages ages = new Ages(1);
        ages.trained(5);
        ages.mixed(0, 3);
        assertThat(ages.of(0)).isEqualTo(5);
        ages.mixed(0, FieldBytes.COUNT_MAX);
        ages.trained(5);
        assertThat(ages.of(0)).as("beyond the largest there is none").isEqualTo(FieldBytes.COUNT_MAX);
        OneWayRing ring = new OneWayRing("age", 2, 0, 1);
        ring.round(1, -1);
        ring.round(1, -1);
        assertThatThrownBy(() -> ring.checkAge(0, ring.frameOfAge(0, 0))).isInstanceOf(AssertionError.class)
                .hasMessageContaining("an age never falls");
    }
}
