package dev.grapevine.node.replica.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.layer.Layer;
import dev.grapevine.node.replica.loss.Loss;
import dev.grapevine.node.words.UserMistakeException;

/** Model by name. */
public record ModelSpec(Architecture architecture) {

    public static final String ALLOWED = "linear, softmax, mlp:WIDTH[,WIDTH…][,dropout=P], "
            + "cnn[:CHANNELS[,CHANNELS…],WIDTH][,dropout=P], gpt:LAYERS,HEADS,WIDTH[,dropout=P], gru:WIDTH[,dropout=P]";
    private static final int MAX_WIDTH = 1 << 16;

    /**
     * Parses a model's name.
     *
     * @throws UserMistakeException if there is no such model
     */
    public static ModelSpec parse(String text) {
        DropoutOption dropout = DropoutOption.parse(text);
        String rest = dropout.rest();
        int colon = rest.indexOf(':');
        String kind = colon < 0 ? rest : rest.substring(0, colon);
        List<Integer> sizes = colon < 0 ? List.of() : sizes(text, rest.substring(colon + 1));
        Optional<Architecture> architecture = switch (kind) {
            case "linear", "softmax" -> Optional.of(sizes).filter(List::isEmpty)
                    .filter(none -> rest.equals(text)).map(none -> new Perceptron(kind, none, 0));
            case "mlp" -> Optional.of(sizes).filter(some -> !some.isEmpty())
                    .map(some -> new Perceptron(kind, some, dropout.probability()));
            case "cnn" -> Optional.of(sizes).filter(some -> some.size() != 1)
                    .map(some -> new ConvolutionalNetwork(some, dropout.probability()));
            case "gpt" -> Optional.of(sizes).filter(some -> some.size() == 3)
                    .map(some -> new Transformer(some.get(0), some.get(1), some.get(2), dropout.probability()));
            case "gru" -> Optional.of(sizes).filter(some -> some.size() == 1)
                    .map(some -> new RecurrentNetwork(some.getFirst(), dropout.probability()));
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
            // Reported below, together with numbers out of range.
        }
        throw new UserMistakeException("model is " + text + ": '" + word
                + "' is not a width; allowed are whole numbers from 1 to " + MAX_WIDTH);
    }

    /**
     * Checks that the model can learn from such data.
     *
     * @throws UserMistakeException if it cannot
     */
    public void check(Schema schema) {
        architecture.check(schema);
    }

    /**
     * Builds a network of this model.
     *
     * @param outputs  values per prediction: number of classes, or 1 for regression
     * @param batchMax maximum number of rows per batch
     */
    public Network network(ModelInput input, int outputs, Loss loss, int batchMax) {
        return new Network(architecture.layers(input, outputs), loss, batchMax, input.positions());
    }

    /** Builds a network for rows of plain features. */
    public Network network(int inputs, int outputs, Loss loss, int batchMax) {
        return network(ModelInput.plain(inputs), outputs, loss, batchMax);
    }

    /** Number of parameters of such a network. */
    public long parameters(ModelInput input, int outputs) {
        return architecture.layers(input, outputs).stream().mapToLong(Layer::parameters).sum();
    }

    /** Largest number of values per row in any layer. */
    public long widest(ModelInput input, int outputs) {
        return architecture.layers(input, outputs).stream()
                .mapToLong(layer -> Math.max(layer.values(), Math.max(layer.inputs(), layer.outputs()))).max()
                .orElseThrow();
    }

    /** Total number of values per row in all layers, gradients included. */
    public long values(ModelInput input, int outputs) {
        return architecture.layers(input, outputs).stream().mapToLong(layer -> layer.values() + 2L * layer.outputs())
                .sum() + input.features();
    }

    @Override
    public String toString() {
        return architecture.toString();
    }
}
