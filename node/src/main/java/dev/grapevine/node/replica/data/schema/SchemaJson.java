package dev.grapevine.node.replica.data.schema;

import java.nio.charset.StandardCharsets;

/** Schemas as JSON. */
final class SchemaJson {

    private SchemaJson() {}

    static String write(Schema schema) {
        return StrictJson.line(schema);
    }

    /** Over several lines where that is not too long to be read. */
    static String writePretty(Schema schema) {
        String pretty = StrictJson.pretty(schema);
        return isShortEnough(pretty) ? pretty : write(schema);
    }

    /** Whether {@link #read} would take the text, as far as its length goes. */
    static boolean isShortEnough(String json) {
        return json.length() <= Schema.MAX_JSON_BYTES
                && json.getBytes(StandardCharsets.UTF_8).length <= Schema.MAX_JSON_BYTES;
    }

    static Schema read(String json) {
        if (!isShortEnough(json)) {
            throw new IllegalArgumentException("A schema has at most " + Schema.MAX_JSON_BYTES + " bytes");
        }
        return StrictJson.read(json, Schema.class, "schema");
    }
}
