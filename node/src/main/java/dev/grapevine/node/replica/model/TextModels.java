package dev.grapevine.node.replica.model;

import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.words.UserMistakeException;

/** Which models are for text and which are not. */
final class TextModels {

    private TextModels() {}

    /** A mistake if the data is no text, which a model for text needs. */
    static void check(Architecture model, Schema schema) {
        if (!isText(schema)) {
            throw new UserMistakeException("model is " + model + ", which is for text, but the data is "
                    + schema.encoding().description() + ": allowed is the data text:FILE, or another model");
        }
    }

    /** A mistake if the data is text, for which a model has no use. */
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
