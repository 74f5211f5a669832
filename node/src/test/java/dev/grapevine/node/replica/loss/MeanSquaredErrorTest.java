package dev.grapevine.node.replica.loss;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.testing.RandomFloats;
import dev.grapevine.node.replica.GradientCheck;
import dev.grapevine.node.replica.Reference;

/** Loss of regression and its gradient. */
class MeanSquaredErrorTest {

    private final MeanSquaredError loss = new MeanSquaredError();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 33})
    void gradientIsThatOfMeanLoss(int batch) {
        RandomStream random = new RandomStream(batch);
        float[] outputs = RandomFloats.normal(batch, random);
        float[] targets = RandomFloats.normal(batch, random);
        float[] gradient = outputs.clone();
        double mean = loss.gradient(gradient, targets, batch, 1);
        assertThat(mean).isCloseTo(Reference.meanSquaredError(Reference.toDoubles(outputs), targets, batch),
                Offset.offset(1e-6));
        assertThat(GradientCheck.deviation(point -> Reference.meanSquaredError(point, targets, batch), outputs,
                gradient)).isLessThan(GradientCheck.TOLERANCE);
        float[] withoutTheHalf = gradient.clone();
        for (int i = 0; i < batch; i++) {
            withoutTheHalf[i] *= 2;
        }
        assertThat(GradientCheck.deviation(point -> Reference.meanSquaredError(point, targets, batch), outputs,
                withoutTheHalf)).isGreaterThan(0.5);
    }

    @Test
    void lossOfRowIsHalfSquaredDifference() {
        float[] outputs = {1, 5};
        assertThat(loss.of(outputs, 1, 1, 2)).isEqualTo(4.5);
        assertThat(outputs).containsExactly(1, 5);
    }
}
