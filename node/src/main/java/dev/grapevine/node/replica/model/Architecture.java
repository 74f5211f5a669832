package dev.grapevine.node.replica.model;

import java.util.List;

import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.layer.Layer;

/** A family of networks with its sizes chosen. {@link #toString} gives what a user writes to get it. */
public interface Architecture {

    /**
     * Whether such a network can learn from such data.
     *
     * @throws dev.grapevine.node.words.UserMistakeException if not, with a sentence that says what it needs
     */
    void check(Schema schema);

    /**
     * The layers, first to last. They hold no memory before {@link Layer#prepare}.
     *
     * @param outputs values per prediction: classes, or 1 for regression
     */
    List<Layer> layers(ModelInput input, int outputs);
}
