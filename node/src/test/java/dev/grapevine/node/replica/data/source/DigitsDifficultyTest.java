package dev.grapevine.node.replica.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.LoadedData;

/** The built-in digits need a hidden layer: a linear model cannot learn them well, and a small network can. */
class DigitsDifficultyTest {

    private static final int EPOCHS = 5;

    private static double accuracy(int hidden, float rate) {
        DataSource source = DataSource.parse("digits");
        LoadedData data = source.load(source.describe());
        SmallNetwork network = new SmallNetwork(data.train().width(), hidden, 10, new RandomStream(1));
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            network.trainEpoch(data.train(), rate);
        }
        return network.accuracy(data.test());
    }

    @Test
    void softmaxRegressionIsMediocre() {
        assertThat(accuracy(0, 0.003f)).isBetween(0.8, 0.93);
    }

    @Test
    void hiddenLayerOf128IsNearlyPerfect() {
        assertThat(accuracy(128, 0.02f)).isGreaterThan(0.97);
    }
}
