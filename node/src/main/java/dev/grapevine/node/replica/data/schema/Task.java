package dev.grapevine.node.replica.data.schema;

import java.util.Locale;

/** What a model learns to say about a row. */
public enum Task {

    /** One of the schema's classes. */
    CLASSIFY,

    /** A number. */
    REGRESS;

    /** As users write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
