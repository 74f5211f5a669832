package dev.grapevine.node.replica.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import dev.grapevine.node.replica.PlainRows;
import dev.grapevine.node.replica.loss.SoftmaxCrossEntropy;
import dev.grapevine.node.replica.model.ModelSpec;
import dev.grapevine.node.replica.model.Network;

/** Report on a classifier from its predictions. */
class ClassificationReportTest {

    @Test
    void reportCountsPredictionsAndSoftmaxConfidences() {
        // Outputs are the features themselves; batches of two, so that the last one is not full.
        Network network = ModelSpec.parse("softmax").network(2, 2, new SoftmaxCrossEntropy(), 2);
        float[] identity = {1, 0, 0, 1, 0, 0};
        float odds = (float) Math.log(3);
        PlainRows rows = new PlainRows(new float[][]{{odds, 0}, {0, odds}, {odds + 2, 2}, {0, 200}, {200, 0}},
                new float[]{0, 0, 0, 1, 0});
        ClassificationReport report = ClassificationReport.of(network, identity, rows);
        assertThat(report.confusions().count(0, 0)).isEqualTo(3);
        assertThat(report.confusions().count(0, 1)).isEqualTo(1);
        assertThat(report.confusions().count(1, 1)).isEqualTo(1);
        // Three have confidence 0.75, two of them correct; two have a confidence of almost 1 and are correct.
        assertThat(report.calibrationError()).isCloseTo(0.6 * (0.75 - 2.0 / 3), within(1e-6));
    }
}
