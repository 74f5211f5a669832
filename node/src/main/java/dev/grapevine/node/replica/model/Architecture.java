package dev.grapevine.node.replica.model;

import java.util.List;

import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.layer.Layer;

/** Family of networks with chosen sizes. {@link #toString} gives the name that users write. */
public interface Architecture {

    /**
     * Checks that such a network can learn from such data.
     *
     * @throws dev.grapevine.node.words.UserMistakeException if it cannot; the sentence says what it needs
     */
    void check(Schema schema);

    /**
     * Layers, first to last. They allocate nothing before {@link Layer#prepare}.
     *
     * @param outputs values per prediction: number of classes, or 1 for regression
     */
    List<Layer> layers(ModelInput input, int outputs);
}
