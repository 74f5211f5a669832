package dev.grapevine.node.replica.loss;

/** Half the squared difference between the single output and its target. */
public final class MeanSquaredError implements Loss {

    @Override
    public double gradient(float[] outputs, float[] targets, int batch, int width) {
        double sum = 0;
        for (int row = 0; row < batch; row++) {
            float difference = outputs[row] - targets[row];
            sum += 0.5 * difference * difference;
            outputs[row] = difference / batch;
        }
        return sum / batch;
    }

    @Override
    public double of(float[] outputs, int row, int width, float target) {
        double difference = outputs[row * width] - target;
        return 0.5 * difference * difference;
    }
}
