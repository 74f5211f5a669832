package dev.grapevine.node.replica.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.replica.UserMistakeException;
import dev.grapevine.node.replica.data.Schema;
import dev.grapevine.node.replica.layer.Layer;
import dev.grapevine.node.replica.loss.Loss;

/** A model by name. */
public record ModelSpec(Architecture architecture) {

    public static final String ALLOWED = "linear, softmax, mlp:WIDTH[,WIDTH…]";
    private static final int MAX_WIDTH = 1 << 16;

    /** Reads what a user wrote. */
    public static ModelSpec parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        List<Integer> sizes = colon < 0 ? List.of() : sizes(text, text.substring(colon + 1));
        Optional<Architecture> architecture = switch (kind) {
            case "linear", "softmax" ->
                Optional.of(sizes).filter(List::isEmpty).map(none -> new Perceptron(kind, none));
            case "mlp" -> Optional.of(sizes).filter(some -> !some.isEmpty()).map(some -> new Perceptron(kind, some));
            default -> Optional.empty();
        };
        return new ModelSpec(architecture.orElseThrow(
                () -> new UserMistakeException("model is " + text + ": allowed are " + ALLOWED)));
    }

    private static List<Integer> sizes(String text, String words) {
        List<Integer> sizes = new ArrayList<>();
        for (String word : words.split(",", -1)) {
            sizes.add(size(text, word));
        }
        return sizes;
    }

    private static int size(String text, String word) {
        try {
            int value = Integer.parseInt(word.strip());
            if (value >= 1 && value <= MAX_WIDTH) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, together with numbers out of range.
        }
        throw new UserMistakeException("model is " + text + ": '" + word
                + "' is no width; allowed are whole numbers from 1 to " + MAX_WIDTH);
    }

    /**
     * Whether such data suits the model.
     *
     * @throws UserMistakeException if not
     */
    public void check(Schema schema) {
        architecture.check(schema);
    }

    /**
     * A network of this model.
     *
     * @param outputs  values per prediction: classes, or 1 for regression
     * @param batchMax the most rows given at once
     */
    public Network network(ModelInput input, int outputs, Loss loss, int batchMax) {
        return new Network(architecture.layers(input, outputs), loss, batchMax, input.positions());
    }

    /** A network for rows of which no more is known than how many values they have. */
    public Network network(int inputs, int outputs, Loss loss, int batchMax) {
        return network(ModelInput.plain(inputs), outputs, loss, batchMax);
    }

    /** How many parameters such a network has. */
    public long parameters(ModelInput input, int outputs) {
        return architecture.layers(input, outputs).stream().mapToLong(Layer::parameters).sum();
    }

    /** The most values of one row before, between and after the layers. */
    public int widest(ModelInput input, int outputs) {
        return architecture.layers(input, outputs).stream()
                .mapToInt(layer -> Math.max(layer.inputs(), layer.outputs())).max().orElseThrow();
    }

    @Override
    public String toString() {
        return architecture.toString();
    }
}
