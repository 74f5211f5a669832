package dev.grapevine.node.replica.model;

import java.util.ArrayList;
import java.util.List;

import dev.grapevine.node.replica.UserMistakeException;
import dev.grapevine.node.replica.layer.Dense;
import dev.grapevine.node.replica.layer.Layer;
import dev.grapevine.node.replica.layer.Relu;
import dev.grapevine.node.replica.loss.Loss;

/**
 * A model by name: {@code linear} (regression), {@code softmax} (classification without hidden layers),
 * {@code mlp:256,128} (hidden layers of rectified linear units).
 *
 * @param hidden widths of the hidden layers, first to last
 * @param kind   {@code linear}, {@code softmax} or {@code mlp}
 */
public record ModelSpec(String kind, List<Integer> hidden) {

    public static final String ALLOWED = "linear, softmax, mlp:WIDTH[,WIDTH…]";
    private static final int MAX_WIDTH = 1 << 16;

    public ModelSpec {
        hidden = List.copyOf(hidden);
    }

    /** Reads what a user wrote. */
    public static ModelSpec parse(String text) {
        if (text.equals("linear") || text.equals("softmax")) {
            return new ModelSpec(text, List.of());
        }
        if (text.startsWith("mlp:")) {
            List<Integer> widths = new ArrayList<>();
            for (String width : text.substring(4).split(",", -1)) {
                widths.add(parseWidth(text, width));
            }
            return new ModelSpec("mlp", widths);
        }
        throw new UserMistakeException("model is " + text + ": allowed are " + ALLOWED);
    }

    private static int parseWidth(String text, String width) {
        try {
            int value = Integer.parseInt(width.strip());
            if (value >= 1 && value <= MAX_WIDTH) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, together with numbers out of range.
        }
        throw new UserMistakeException(
                "model is " + text + ": '" + width + "' is no width; allowed are whole numbers from 1 to " + MAX_WIDTH);
    }

    /**
     * A network of this model.
     *
     * @param inputs   features per row
     * @param outputs  classes, or 1 for regression
     * @param batchMax the most rows given at once
     */
    public Network network(int inputs, int outputs, Loss loss, int batchMax) {
        return new Network(layers(inputs, outputs), loss, batchMax);
    }

    /** How many parameters such a network has. */
    public long parameters(int inputs, int outputs) {
        long parameters = 0;
        long width = inputs;
        for (int next : hidden) {
            parameters += (width + 1) * next;
            width = next;
        }
        return parameters + (width + 1) * outputs;
    }

    private List<Layer> layers(int inputs, int outputs) {
        List<Layer> layers = new ArrayList<>();
        int width = inputs;
        for (int next : hidden) {
            layers.add(new Dense(width, next));
            layers.add(new Relu(next));
            width = next;
        }
        layers.add(new Dense(width, outputs));
        return layers;
    }

    @Override
    public String toString() {
        return hidden.isEmpty() ? kind : kind + ":" + String.join(",", hidden.stream().map(String::valueOf).toList());
    }
}
