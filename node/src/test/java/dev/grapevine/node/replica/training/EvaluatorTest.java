package dev.grapevine.node.replica.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.PlainRows;
import dev.grapevine.node.replica.loss.MeanSquaredError;
import dev.grapevine.node.replica.loss.SoftmaxCrossEntropy;
import dev.grapevine.node.replica.model.ModelSpec;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.replica.training.Evaluator.Metrics;

/** Quality of parameters on a data set. */
class EvaluatorTest {

    private static final Offset<Double> NEAR = Offset.offset(1e-6);
    /** Outputs are the features themselves: weights 1 on the diagonal. */
    private static final float[] IDENTITY = {1, 0, 0, 1, 0, 0};

    private static Network softmax(int batchMax) {
        return ModelSpec.parse("softmax").network(2, 2, new SoftmaxCrossEntropy(), batchMax);
    }

    private static Network linear(int batchMax) {
        return ModelSpec.parse("linear").network(1, 1, new MeanSquaredError(), batchMax);
    }

    @Test
    void accuracyIsShareOfCorrectPredictions() {
        PlainRows rows = new PlainRows(new float[][]{{1, 0}, {0, 1}, {0, 1}, {3, 2}, {1, 1}},
                new float[]{0, 1, 0, 0, 0});
        Metrics metrics = Evaluator.evaluate(softmax(2), IDENTITY, rows);
        // The third is wrong; of equal outputs the first class counts.
        assertThat(metrics.accuracy()).isEqualTo(0.8);
        double right = Math.log(1 + Math.exp(-1));
        double wrong = Math.log(1 + Math.exp(1));
        assertThat(metrics.loss()).isCloseTo((3 * right + wrong + Math.log(2)) / 5, NEAR);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 9, 10, 11, 64})
    void lastPartialBatchCounts(int batchMax) {
        PlainRows rows = PlainRows.classes(10, 2, 2, new RandomStream(3));
        Metrics whole = Evaluator.evaluate(softmax(10), IDENTITY, rows);
        Metrics metrics = Evaluator.evaluate(softmax(batchMax), IDENTITY, rows);
        assertThat(metrics.accuracy()).isEqualTo(whole.accuracy());
        assertThat(metrics.loss()).isCloseTo(whole.loss(), NEAR);
    }

    @Test
    void regressionAccuracyIsRSquared() {
        PlainRows rows = new PlainRows(new float[][]{{1}, {2}, {3}, {4}}, new float[]{3, 5, 7, 9});
        Metrics right = Evaluator.evaluate(linear(3), new float[]{2, 1}, rows);
        assertThat(right.accuracy()).isEqualTo(1);
        assertThat(right.loss()).isZero();
        Metrics mean = Evaluator.evaluate(linear(3), new float[]{0, 6}, rows);
        assertThat(mean.accuracy()).isEqualTo(0);
        assertThat(mean.loss()).isEqualTo(2.5);
        Metrics halfWay = Evaluator.evaluate(linear(3), new float[]{1, 3.5f}, rows);
        assertThat(halfWay.accuracy()).isEqualTo(0.75);
        assertThat(Evaluator.evaluate(linear(3), new float[]{0, 0}, rows).accuracy()).isNegative();
    }

    @Test
    void noRowsGiveNan() {
        Metrics metrics = Evaluator.evaluate(linear(3), new float[2], new PlainRows(new float[0][], new float[0]));
        assertThat(metrics.accuracy()).isNaN();
        assertThat(metrics.loss()).isNaN();
    }

    @Test
    void evaluationLeavesParametersUnchanged() {
        float[] parameters = IDENTITY.clone();
        Evaluator.evaluate(softmax(4), parameters, PlainRows.classes(10, 2, 2, new RandomStream(3)));
        assertThat(parameters).isEqualTo(IDENTITY);
    }
}
