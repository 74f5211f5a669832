package dev.grapevine.node.replica.model;

import java.util.ArrayList;
import java.util.List;

import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.layer.CausalSelfAttention;
import dev.grapevine.node.replica.layer.Dense;
import dev.grapevine.node.replica.layer.Dropout;
import dev.grapevine.node.replica.layer.Embedding;
import dev.grapevine.node.replica.layer.Gelu;
import dev.grapevine.node.replica.layer.Layer;
import dev.grapevine.node.replica.layer.LayerNorm;
import dev.grapevine.node.replica.layer.PerPosition;
import dev.grapevine.node.replica.layer.Residual;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Decoder-only transformer for text, {@code gpt:LAYERS,HEADS,WIDTH}: predicts the next character at each position from
 * the characters up to there (A. Radford et al., "Language Models are Unsupervised Multitask Learners", 2019, section
 * 2.3). Initialisation is as in that paper: normal with deviation 0.02, and with 1 / √(2 · layers) of that for layers
 * that add to the residual stream.
 *
 * @param layers  number of attention layers, each followed by a perceptron of four times the width
 * @param heads   of each attention; they divide the width
 * @param width   of the residual stream
 * @param dropout probability of dropping a value of the embedding or of an addition to the residual stream
 */
public record Transformer(int layers, int heads, int width, double dropout) implements Architecture {

    /** Deeper than any model that one machine trains. Bounds what a charter can make a node build. */
    static final int MAX_LAYERS = 256;
    static final int MAX_WIDTH = 1 << 14;
    private static final double DEVIATION = 0.02;
    private static final int EXPANSION = 4;

    /** @throws UserMistakeException if there is no such transformer */
    public Transformer {
        if (layers < 1 || layers > MAX_LAYERS || width < 1 || width > MAX_WIDTH || heads < 1 || width % heads != 0) {
            throw new UserMistakeException("model is gpt:" + layers + "," + heads + "," + width
                    + DropoutOption.suffix(dropout) + ": allowed are 1 to "
                    + MAX_LAYERS + " layers, a width of 1 to " + MAX_WIDTH + ", and heads that divide the width");
        }
    }

    @Override
    public void check(Schema schema) {
        TextModels.check(this, schema);
    }

    @Override
    public List<Layer> layers(ModelInput input, int outputs) {
        int positions = input.positions();
        double added = DEVIATION / Math.sqrt(2.0 * layers);
        List<Layer> stack = new ArrayList<>();
        stack.add(new Embedding(outputs, positions, width, true, DEVIATION));
        stack.addAll(dropouts(positions));
        for (int i = 0; i < layers; i++) {
            stack.add(residual(positions,
                    new PerPosition(new Dense(width, 3 * width, DEVIATION), positions),
                    new CausalSelfAttention(positions, width, heads),
                    new PerPosition(new Dense(width, width, added), positions)));
            stack.add(residual(positions,
                    new PerPosition(new Dense(width, EXPANSION * width, DEVIATION), positions),
                    new Gelu(Math.multiplyExact(positions, EXPANSION * width)),
                    new PerPosition(new Dense(EXPANSION * width, width, added), positions)));
        }
        stack.add(new PerPosition(new LayerNorm(width), positions));
        stack.add(new PerPosition(new Dense(width, outputs, DEVIATION), positions));
        return stack;
    }

    /** Residual branch with layer normalisation before and dropout after the given layers. */
    private Residual residual(int positions, Layer... layersBetween) {
        List<Layer> branch = new ArrayList<>();
        branch.add(new PerPosition(new LayerNorm(width), positions));
        branch.addAll(List.of(layersBetween));
        branch.addAll(dropouts(positions));
        return new Residual(branch);
    }

    private List<Layer> dropouts(int positions) {
        return dropout > 0 ? List.of(new Dropout(Math.multiplyExact(positions, width), dropout)) : List.of();
    }

    @Override
    public String toString() {
        return "gpt:" + layers + "," + heads + "," + width + DropoutOption.suffix(dropout);
    }
}
