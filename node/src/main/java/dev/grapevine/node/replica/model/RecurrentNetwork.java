package dev.grapevine.node.replica.model;

import java.util.ArrayList;
import java.util.List;

import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.layer.Dense;
import dev.grapevine.node.replica.layer.Dropout;
import dev.grapevine.node.replica.layer.Embedding;
import dev.grapevine.node.replica.layer.GatedRecurrentUnit;
import dev.grapevine.node.replica.layer.Layer;
import dev.grapevine.node.replica.layer.PerPosition;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Recurrent network for text, {@code gru:WIDTH}: an embedding of characters, one gated recurrent unit, and a prediction
 * from its state at each position.
 *
 * @param width   of the embedding and of the state
 * @param dropout probability of dropping a value of the state on its way to the prediction; the recurrent connection is
 *                not dropped (W. Zaremba et al., "Recurrent Neural Network Regularization", 2014)
 */
public record RecurrentNetwork(int width, double dropout) implements Architecture {

    static final int MAX_WIDTH = 1 << 14;

    /** @throws UserMistakeException if there is no such network */
    public RecurrentNetwork {
        if (width < 1 || width > MAX_WIDTH) {
            throw new UserMistakeException(
                    "model is gru:" + width + DropoutOption.suffix(dropout) + ": allowed is a width of 1 to "
                            + MAX_WIDTH);
        }
    }

    @Override
    public void check(Schema schema) {
        TextModels.check(this, schema);
    }

    @Override
    public List<Layer> layers(ModelInput input, int outputs) {
        int positions = input.positions();
        List<Layer> layers = new ArrayList<>();
        layers.add(new Embedding(outputs, positions, width, false, 1));
        layers.add(new GatedRecurrentUnit(positions, width, width));
        if (dropout > 0) {
            layers.add(new Dropout(Math.multiplyExact(positions, width), dropout));
        }
        layers.add(new PerPosition(new Dense(width, outputs, 1 / Math.sqrt(width)), positions));
        return layers;
    }

    @Override
    public String toString() {
        return "gru:" + width + DropoutOption.suffix(dropout);
    }
}
