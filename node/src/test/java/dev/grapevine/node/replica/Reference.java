package dev.grapevine.node.replica;

import java.util.List;

/** Second implementation of layers and losses, in double precision and as simple as possible. */
public final class Reference {

    private Reference() {}

    public static double[] toDoubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /**
     * Dense layer.
     *
     * @param parameters weights, row-major by inputs and outputs, then biases, from an index on
     */
    public static double[] dense(double[] parameters, int from, double[] input, int batch, int inputs, int outputs) {
        double[] output = new double[batch * outputs];
        for (int row = 0; row < batch; row++) {
            for (int o = 0; o < outputs; o++) {
                double sum = parameters[from + inputs * outputs + o];
                for (int i = 0; i < inputs; i++) {
                    sum += input[row * inputs + i] * parameters[from + i * outputs + o];
                }
                output[row * outputs + o] = sum;
            }
        }
        return output;
    }

    public static double[] relu(double[] input) {
        double[] output = new double[input.length];
        for (int i = 0; i < input.length; i++) {
            output[i] = Math.max(0, input[i]);
        }
        return output;
    }

    /** Mean over the rows. */
    public static double softmaxCrossEntropy(double[] outputs, float[] targets, int batch, int width) {
        double sum = 0;
        for (int row = 0; row < batch; row++) {
            double total = 0;
            for (int i = 0; i < width; i++) {
                total += Math.exp(outputs[row * width + i]);
            }
            sum += Math.log(total) - outputs[row * width + (int) targets[row]];
        }
        return sum / batch;
    }

    /** Half the squared difference, mean over the rows. */
    public static double meanSquaredError(double[] outputs, float[] targets, int batch) {
        double sum = 0;
        for (int row = 0; row < batch; row++) {
            sum += (outputs[row] - targets[row]) * (outputs[row] - targets[row]) / 2;
        }
        return sum / batch;
    }

    /**
     * Dense layers with rectified linear units between them.
     *
     * @param widths of the input, of each hidden layer, of the output
     */
    public static double[] network(double[] parameters, double[] input, int batch, List<Integer> widths) {
        double[] values = input;
        int from = 0;
        for (int layer = 0; layer + 1 < widths.size(); layer++) {
            int inputs = widths.get(layer);
            int outputs = widths.get(layer + 1);
            values = dense(parameters, from, layer == 0 ? values : relu(values), batch, inputs, outputs);
            from += (inputs + 1) * outputs;
        }
        return values;
    }

    /** Minimum distance of an input of a rectified linear unit from its kink, where there is no gradient. */
    public static double nearestKink(double[] parameters, double[] input, int batch, List<Integer> widths) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int depth = 2; depth < widths.size(); depth++) {
            for (double value : network(parameters, input, batch, widths.subList(0, depth))) {
                nearest = Math.min(nearest, Math.abs(value));
            }
        }
        return nearest;
    }
}
