package dev.grapevine.node.replica.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.testing.RandomFloats;
import dev.grapevine.node.replica.GradientCheck;
import dev.grapevine.node.replica.Reference;
import dev.grapevine.node.replica.TextReference;

/** The layers of text models compute the correct outputs, and their gradients match them. */
class TextLayersTest {

    /**
     * Values are between 1 and 10 in size, and a float has a relative error of 6e-8 after each of some dozens of
     * additions.
     */
    private static final double NEAR = 2e-5;
    private static final int FROM = LayerSample.BEFORE;

    private static float[] rows(int count) {
        return RandomFloats.normal(count, new RandomStream(count));
    }

    private static void check(LayerSample sample) {
        assertThat(sample.outputDeviation()).isLessThan(NEAR);
        assertThat(sample.parameterDeviation(sample.gradient)).isLessThan(GradientCheck.TOLERANCE);
        if (sample.inputGradient != null) {
            assertThat(sample.inputDeviation(sample.inputGradient)).isLessThan(GradientCheck.TOLERANCE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 15, 16, 17, 40})
    void layerNormMatchesReference(int width) {
        check(new LayerSample(new LayerNorm(width), (parameters, input) -> TextReference.layerNorm(parameters, FROM,
                input, width), rows(4 * width), true, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 33})
    void geluMatchesReference(int width) {
        check(new LayerSample(new Gelu(width), (_, input) -> TextReference.gelu(input), rows(3 * width), true, 2));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "5, 4, 1", "5, 4, 2", "17, 6, 3", "4, 34, 2"})
    void attentionMatchesReference(int positions, int width, int heads) {
        check(attentionSample(positions, width, heads));
    }

    private static LayerSample attentionSample(int positions, int width, int heads) {
        return new LayerSample(new CausalSelfAttention(positions, width, heads),
                (_, input) -> TextReference.attention(input, positions, width, heads), rows(2 * positions * 3 * width),
                true, 3);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 2", "5, 3, 4, 2", "3, 4, 17, 3", "4, 2, 16, 1"})
    void gatedRecurrentUnitMatchesReference(int positions, int inputWidth, int width, int batch) {
        check(recurrentSample(positions, inputWidth, width, batch));
    }

    private static LayerSample recurrentSample(int positions, int inputWidth, int width, int batch) {
        return new LayerSample(new GatedRecurrentUnit(positions, inputWidth, width),
                (parameters, input) -> TextReference.recurrent(parameters, FROM, input, positions, inputWidth, width),
                rows(batch * positions * inputWidth), true, 4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void embeddingMatchesReference(boolean positional) {
        float[] symbols = RandomFloats.classes(3 * 7, 5, new RandomStream(5));
        check(new LayerSample(new Embedding(5, 7, 6, positional, 1), (parameters, input) -> TextReference
                .embedding(parameters, FROM, input, 5, 7, 6, positional), symbols, false, 5));
    }

    @Test
    void residualOfPerPositionLayerMatchesReference() {
        Layer layer = new Residual(List.of(new PerPosition(new Dense(4, 9), 3), new Gelu(27),
                new PerPosition(new Dense(9, 4), 3)));
        check(new LayerSample(layer, (parameters, input) -> {
            double[] hidden = TextReference.gelu(Reference.dense(parameters, FROM, input, 6, 4, 9));
            double[] sum = Reference.dense(parameters, FROM + 45, hidden, 6, 9, 4);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += input[i];
            }
            return sum;
        }, rows(2 * 12), true, 6));
    }

    @Test
    void wrongGradientsAreDetected() {
        LayerSample attention = attentionSample(5, 4, 2);
        float[] oneValueOff = attention.inputGradient.clone();
        oneValueOff[oneValueOff.length - 1] += 0.01f;
        assertThat(attention.inputDeviation(oneValueOff)).isGreaterThan(5 * GradientCheck.TOLERANCE);
        LayerSample recurrent = recurrentSample(5, 3, 4, 2);
        float[] wrong = recurrent.gradient.clone();
        wrong[FROM + 20] = -wrong[FROM + 20];
        assertThat(recurrent.parameterDeviation(wrong)).isGreaterThan(5 * GradientCheck.TOLERANCE);
        LayerSample other = new LayerSample(new LayerNorm(6), (parameters, input) -> TextReference.layerNorm(parameters,
                FROM, input, 3), rows(12), true, 1);
        assertThat(other.outputDeviation()).isGreaterThan(0.1);
    }

    @Test
    void tensorNamesDescribeTensors() {
        Layout.Builder layout = new Layout.Builder();
        new Embedding(5, 7, 4, true, 1).declare(layout, "embedding1");
        new Residual(List.of(new PerPosition(new LayerNorm(4), 7), new PerPosition(new Dense(4, 12), 7),
                new CausalSelfAttention(7, 4, 2), new PerPosition(new Dense(4, 4), 7))).declare(layout, "residual2");
        new GatedRecurrentUnit(7, 4, 3).declare(layout, "gru3");
        assertThat(layout.build().describe()).isEqualTo("embedding1.symbols[5x4] embedding1.positions[7x4] "
                + "residual2.layernorm1.scale[4] residual2.layernorm1.shift[4] residual2.dense2.weight[4x12] "
                + "residual2.dense2.bias[12] residual2.dense3.weight[4x4] residual2.dense3.bias[4] "
                + "gru3.inputWeight[4x9] gru3.hiddenWeight[3x9] gru3.bias[9] gru3.candidateBias[3]");
    }

    @Test
    void mismatchedLayersAreRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CausalSelfAttention(4, 6, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> new Residual(List.of(new Dense(4, 3))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Residual(List.of(new Dense(4, 3), new Dense(2, 4))));
        Embedding embedding = new Embedding(5, 2, 1, false, 1);
        for (float symbol : new float[]{-1, 5, 1e9f}) {
            assertThatIllegalArgumentException().isThrownBy(
                    () -> embedding.forward(new float[5], new float[]{0, symbol}, new float[2], 1));
        }
    }
}
