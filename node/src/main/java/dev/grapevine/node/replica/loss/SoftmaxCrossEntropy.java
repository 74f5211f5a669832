package dev.grapevine.node.replica.loss;

/**
 * Cross-entropy: the negative log probability that a softmax gives to the correct class (C. M. Bishop, "Pattern
 * Recognition and Machine Learning", 2006, section 4.3.4). Targets are class numbers.
 */
public final class SoftmaxCrossEntropy implements Loss {

    @Override
    public double gradient(float[] outputs, float[] targets, int batch, int width) {
        double sum = 0;
        for (int row = 0; row < batch; row++) {
            int from = row * width;
            int label = from + (int) targets[row];
            float largest = largest(outputs, from, width);
            double total = 0;
            float labelOutput = outputs[label];
            for (int i = from; i < from + width; i++) {
                double power = StrictMath.exp(outputs[i] - largest);
                outputs[i] = (float) power;
                total += power;
            }
            sum += StrictMath.log(total) - (labelOutput - largest);
            float scale = (float) (1 / (total * batch));
            for (int i = from; i < from + width; i++) {
                outputs[i] *= scale;
            }
            outputs[label] -= 1f / batch;
        }
        return sum / batch;
    }

    @Override
    public double of(float[] outputs, int row, int width, float target) {
        int from = row * width;
        float largest = largest(outputs, from, width);
        double total = 0;
        for (int i = from; i < from + width; i++) {
            total += StrictMath.exp(outputs[i] - largest);
        }
        return StrictMath.log(total) - (outputs[from + (int) target] - largest);
    }

    /** Maximum of a row; NaN if any value is, so that divergence shows. */
    private static float largest(float[] outputs, int from, int width) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = from; i < from + width; i++) {
            largest = Math.max(largest, outputs[i]);
        }
        return largest;
    }
}
