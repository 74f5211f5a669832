package dev.grapevine.consensus.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.state.RecordedState;
import dev.grapevine.consensus.units.FixedPoint;

class ServedAverageTest {

    private static final Blocks BLOCKS = new Blocks(100, 37);

    @Test
    void agedMeanIsTheFormula() {
        SplittableRandom random = new SplittableRandom(1);
        float decay = 0.9f;
        ServedAverage served = new ServedAverage(decay, replica(random));
        float[] expected = served.values().clone();
        for (int round = 1; round <= 50; round++) {
            PublishedParameters replica = replica(random);
            float[] values = values(replica);
            float kept = Math.min(decay, (round - 1f) / (round + 3));
            for (int i = 0; i < expected.length; i++) {
                expected[i] = kept * expected[i] + (1 - kept) * values[i];
            }
            served.update(replica);
            assertThat(served.values()).containsExactly(expected);
        }
    }

    @Test
    void averageStartsFromTheReplicaAndCanRestart() {
        SplittableRandom random = new SplittableRandom(2);
        PublishedParameters first = replica(random);
        PublishedParameters second = replica(random);
        ServedAverage served = new ServedAverage(0.5f, first);
        assertThat(served.values()).containsExactly(values(first));
        served.update(second);
        served.reset(second);
        assertThat(served.values()).containsExactly(values(second));
        served.update(first);
        assertThat(served.values()).as("what was before the first exchange is forgotten").containsExactly(
                values(first));
    }

    @Test
    void streamContinuesWhereItWasSaved() {
        SplittableRandom random = new SplittableRandom(4);
        ServedAverage served = new ServedAverage(0.9f, replica(random));
        for (int i = 0; i < 5; i++) {
            served.update(replica(random));
        }
        ServedAverage restored = new ServedAverage(0.9f, replica(random));
        RecordedState state = new RecordedState();
        served.save(state);
        restored.restore(state);
        assertThat(state.isEmpty()).isTrue();
        PublishedParameters next = replica(random);
        served.update(next);
        restored.update(next);
        assertThat(restored.values()).containsExactly(served.values());
    }

    @Test
    void averageWithoutDecayIsTheReplica() {
        SplittableRandom random = new SplittableRandom(3);
        ServedAverage served = new ServedAverage(0, replica(random));
        PublishedParameters replica = replica(random);
        served.update(replica);
        assertThat(served.values()).containsExactly(values(replica));
    }

    @Test
    void averageOfAConstantReplicaIsConstant() {
        PublishedParameters replica = new PublishedParameters(BLOCKS, constant(0.75f));
        ServedAverage served = new ServedAverage(0.75f, replica);
        served.update(replica);
        assertThat(served.values()).containsExactly(constant(0.75f));
    }

    @Test
    void aDecayOutsideZeroToOneIsRefused() {
        for (float decay : new float[]{-0.1f, 1, 2, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new ServedAverage(decay, new PublishedParameters(BLOCKS, constant(0))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A decay of " + decay + ": allowed are 0 to less than 1");
        }
    }

    private static PublishedParameters replica(SplittableRandom random) {
        return new PublishedParameters(BLOCKS,
                random.ints(BLOCKS.parameters(), -FixedPoint.LIMIT, FixedPoint.LIMIT).toArray());
    }

    private static float[] values(PublishedParameters replica) {
        float[] values = new float[BLOCKS.parameters()];
        replica.copyTo(values);
        return values;
    }

    private static float[] constant(float value) {
        float[] values = new float[BLOCKS.parameters()];
        Arrays.fill(values, value);
        return values;
    }
}
