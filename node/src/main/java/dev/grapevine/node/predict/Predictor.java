package dev.grapevine.node.predict;

import dev.grapevine.node.replica.data.source.RowVisitor;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.run.TrainedModel;

/**
 * Predicts the rows that it visits, in batches, and hands each prediction on in the order of the rows. Not thread-safe.
 */
public final class Predictor implements RowVisitor {

    /** Callback for each prediction. */
    @FunctionalInterface
    public interface Predictions {

        /**
         * Receives one prediction.
         *
         * @param prediction valid during the call only
         * @param target     correct class or scaled value; NaN where unknown
         */
        void add(Prediction prediction, float target);
    }

    private final TrainedModel model;
    private final Network network;
    private final Prediction prediction;
    private final Predictions predictions;
    /** First position wanted of each row of the batch, and the position after the last one. */
    private final int[] from;
    private final int[] to;
    private int rows;

    public Predictor(TrainedModel model, Predictions predictions) {
        this(model, model.network(), predictions);
    }

    /** @param network of the model; no other thread may use it meanwhile */
    Predictor(TrainedModel model, Network network, Predictions predictions) {
        this.model = model;
        this.network = network;
        this.prediction = new Prediction(model.schema());
        this.predictions = predictions;
        this.from = new int[network.batchMax()];
        this.to = new int[network.batchMax()];
    }

    @Override
    public void row(float[] features, float[] targets, int firstPosition, int endPosition) {
        System.arraycopy(features, 0, network.inputBuffer(), rows * network.inputs(), network.inputs());
        System.arraycopy(targets, 0, network.targetBuffer(), rows * network.positions(), network.positions());
        from[rows] = firstPosition;
        to[rows] = endPosition;
        rows++;
        if (rows == network.batchMax()) {
            finish();
        }
    }

    /** Predicts the rows that still wait. To be called after the last row. */
    public void finish() {
        float[] outputs = network.forward(model.parameters(), rows);
        for (int row = 0; row < rows; row++) {
            for (int position = from[row]; position < to[row]; position++) {
                int number = row * network.positions() + position;
                prediction.show(outputs, number);
                predictions.add(prediction, network.targetBuffer()[number]);
            }
        }
        rows = 0;
    }
}
