package dev.grapevine.node.replica.data.schema;

import java.util.Locale;

/** Task of a model. */
public enum Task {

    /** Classification: predict one of the schema's classes. */
    CLASSIFY,

    /** Regression: predict a number. */
    REGRESS;

    /** The word that users write. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
