package dev.grapevine.node.replica;

import java.util.Arrays;

/**
 * Second implementation of the layers of text models, in double precision and as simple as possible. Each reads its
 * parameters from an index on.
 */
public final class TextReference {

    private TextReference() {}

    public static double[] embedding(double[] parameters, int from, double[] input, int symbols, int positions,
            int width, boolean positional) {
        double[] output = new double[input.length * width];
        for (int place = 0; place < input.length; place++) {
            for (int i = 0; i < width; i++) {
                output[place * width + i] = parameters[from + (int) input[place] * width + i] + (positional
                        ? parameters[from + (symbols + place % positions) * width + i]
                        : 0);
            }
        }
        return output;
    }

    public static double[] layerNorm(double[] parameters, int from, double[] input, int width) {
        double[] output = new double[input.length];
        for (int row = 0; row < input.length; row += width) {
            double mean = Arrays.stream(input, row, row + width).average().orElseThrow();
            double variance = Arrays.stream(input, row, row + width).map(x -> (x - mean) * (x - mean)).average()
                    .orElseThrow();
            for (int i = 0; i < width; i++) {
                output[row + i] = (input[row + i] - mean) / Math.sqrt(variance + 1e-5) * parameters[from + i]
                        + parameters[from + width + i];
            }
        }
        return output;
    }

    public static double[] gelu(double[] input) {
        return Arrays.stream(input)
                .map(x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))).toArray();
    }

    /** @param input query, key and value at each position, {@code width} each */
    public static double[] attention(double[] input, int positions, int width, int heads) {
        int rows = input.length / (3 * width * positions);
        double[] output = new double[rows * positions * width];
        int headWidth = width / heads;
        for (int place = 0; place < rows * positions; place++) {
            int first = place - place % positions;
            for (int head = 0; head < heads; head++) {
                double[] weights = new double[place - first + 1];
                for (int other = first; other <= place; other++) {
                    double product = 0;
                    for (int i = head * headWidth; i < (head + 1) * headWidth; i++) {
                        product += input[place * 3 * width + i] * input[other * 3 * width + width + i];
                    }
                    weights[other - first] = Math.exp(product / Math.sqrt(headWidth));
                }
                double total = Arrays.stream(weights).sum();
                for (int other = first; other <= place; other++) {
                    for (int i = head * headWidth; i < (head + 1) * headWidth; i++) {
                        output[place * width + i] += weights[other - first] / total
                                * input[other * 3 * width + 2 * width + i];
                    }
                }
            }
        }
        return output;
    }

    /** Gates are in the order reset, update, candidate. */
    public static double[] recurrent(double[] parameters, int from, double[] input, int positions, int inputWidth,
            int width) {
        int rows = input.length / (inputWidth * positions);
        double[] output = new double[rows * positions * width];
        int hiddenWeight = from + 3 * inputWidth * width;
        int bias = hiddenWeight + 3 * width * width;
        for (int place = 0; place < rows * positions; place++) {
            double[] before = place % positions == 0
                    ? new double[width]
                    : Arrays.copyOfRange(output, (place - 1) * width, place * width);
            double[] x = Arrays.copyOfRange(input, place * inputWidth, (place + 1) * inputWidth);
            for (int i = 0; i < width; i++) {
                double reset = sigmoid(product(x, parameters, from, 3 * width, i) + parameters[bias + i]
                        + product(before, parameters, hiddenWeight, 3 * width, i));
                double update = sigmoid(product(x, parameters, from, 3 * width, width + i)
                        + parameters[bias + width + i]
                        + product(before, parameters, hiddenWeight, 3 * width, width + i));
                double candidate = Math.tanh(product(x, parameters, from, 3 * width, 2 * width + i)
                        + parameters[bias + 2 * width + i]
                        + reset * (product(before, parameters, hiddenWeight, 3 * width, 2 * width + i)
                                + parameters[bias + 3 * width + i]));
                output[place * width + i] = (1 - update) * candidate + update * before[i];
            }
        }
        return output;
    }

    private static double product(double[] row, double[] matrix, int from, int columns, int column) {
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            sum += row[i] * matrix[from + i * columns + column];
        }
        return sum;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /**
     * Outputs of a whole transformer.
     *
     * @param factors dropout factors of the embedding, and then of each addition to the residual stream
     */
    public static double[] transformer(double[] parameters, double[] input, int symbols, int positions, int layers,
            int heads, int width, float[][] factors) {
        int places = input.length;
        double[] stream = product(embedding(parameters, 0, input, symbols, positions, width, true), factors[0]);
        int from = (symbols + positions) * width;
        for (int layer = 0; layer < layers; layer++) {
            double[] queries = Reference.dense(parameters, from + 2 * width,
                    layerNorm(parameters, from, stream, width), places, width, 3 * width);
            from += 2 * width + (width + 1) * 3 * width;
            double[] attended = Reference.dense(parameters, from, attention(queries, positions, width, heads), places,
                    width, width);
            stream = sum(stream, product(attended, factors[1 + 2 * layer]));
            from += (width + 1) * width;
            double[] hidden = Reference.dense(parameters, from + 2 * width,
                    layerNorm(parameters, from, stream, width), places, width, 4 * width);
            from += 2 * width + (width + 1) * 4 * width;
            double[] added = Reference.dense(parameters, from, gelu(hidden), places, 4 * width, width);
            stream = sum(stream, product(added, factors[2 + 2 * layer]));
            from += (4 * width + 1) * width;
        }
        return Reference.dense(parameters, from + 2 * width, layerNorm(parameters, from, stream, width), places, width,
                symbols);
    }

    /**
     * Outputs of a whole recurrent network.
     *
     * @param factors dropout factors of the states
     */
    public static double[] recurrentNetwork(double[] parameters, double[] input, int symbols, int positions, int width,
            float[] factors) {
        double[] vectors = embedding(parameters, 0, input, symbols, positions, width, false);
        int from = symbols * width;
        double[] states = recurrent(parameters, from, vectors, positions, width, width);
        return Reference.dense(parameters, from + 6 * width * width + 4 * width, product(states, factors), input.length,
                width, symbols);
    }

    private static double[] product(double[] values, float[] factors) {
        double[] product = values.clone();
        Arrays.setAll(product, i -> values[i] * factors[i]);
        return product;
    }

    private static double[] sum(double[] left, double[] right) {
        double[] sum = left.clone();
        Arrays.setAll(sum, i -> left[i] + right[i]);
        return sum;
    }
}
