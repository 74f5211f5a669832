package dev.grapevine.node.replica.model;

import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.words.UserMistakeException;

/** Checks for models that need text and models that cannot use it. */
final class TextModels {

    private TextModels() {}

    /**
     * Checks that the data is text, for a model that needs it.
     *
     * @throws UserMistakeException if it is not
     */
    static void check(Architecture model, Schema schema) {
        if (!isText(schema)) {
            throw new UserMistakeException("model is " + model + ", which is for text, but the data is "
                    + schema.encoding().description() + ": allowed is the data text:FILE, or another model");
        }
    }

    /**
     * Checks that the data is not text, for a model that cannot use it.
     *
     * @throws UserMistakeException if it is
     */
    static void refuse(Architecture model, Schema schema) {
        if (isText(schema)) {
            throw new UserMistakeException("model is " + model + ", but the data is text: allowed are "
                    + "gpt:LAYERS,HEADS,WIDTH[,dropout=P] and gru:WIDTH[,dropout=P]");
        }
    }

    private static boolean isText(Schema schema) {
        return schema.encoding() instanceof RowEncoding.Characters;
    }
}
