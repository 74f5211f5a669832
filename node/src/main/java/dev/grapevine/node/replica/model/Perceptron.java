package dev.grapevine.node.replica.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.replica.layer.Dense;
import dev.grapevine.node.replica.layer.Dropout;
import dev.grapevine.node.replica.layer.Layer;
import dev.grapevine.node.replica.layer.Relu;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Dense layers: {@code linear} (regression) and {@code softmax} (classification), both without hidden layers, and
 * {@code mlp:256,128} (both tasks, with hidden layers of rectified linear units).
 *
 * @param kind    {@code linear}, {@code softmax} or {@code mlp}
 * @param hidden  widths of the hidden layers, first to last
 * @param dropout probability of dropping a value before the last layer
 */
public record Perceptron(String kind, List<Integer> hidden, double dropout) implements Architecture {

    public Perceptron {
        hidden = List.copyOf(hidden);
    }

    @Override
    public void check(Schema schema) {
        TextModels.refuse(this, schema);
        boolean classifies = schema.task() == Task.CLASSIFY;
        if (kind.equals(classifies ? "linear" : "softmax")) {
            throw new UserMistakeException("model is " + this + ", but the data has "
                    + (classifies ? "classes: allowed are softmax" : "a number to predict: allowed are linear")
                    + " and mlp:WIDTH[,WIDTH…]");
        }
    }

    @Override
    public List<Layer> layers(ModelInput input, int outputs) {
        List<Layer> layers = new ArrayList<>();
        int width = input.features();
        for (int next : hidden) {
            layers.add(new Dense(width, next));
            layers.add(new Relu(next));
            width = next;
        }
        if (dropout > 0) {
            layers.add(new Dropout(width, dropout));
        }
        layers.add(new Dense(width, outputs));
        return layers;
    }

    @Override
    public String toString() {
        return hidden.isEmpty()
                ? kind
                : kind + ":" + hidden.stream().map(String::valueOf).collect(Collectors.joining(","))
                        + DropoutOption.suffix(dropout);
    }
}
