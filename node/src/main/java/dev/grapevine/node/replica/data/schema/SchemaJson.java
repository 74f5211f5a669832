package dev.grapevine.node.replica.data.schema;

import java.nio.charset.StandardCharsets;

/** JSON of schemas. */
final class SchemaJson {

    private SchemaJson() {}

    static String write(Schema schema) {
        return StrictJson.line(schema);
    }

    /** JSON over several lines, or in one line if it would be too long to be read back. */
    static String writePretty(Schema schema) {
        String pretty = StrictJson.pretty(schema);
        return isShortEnough(pretty) ? pretty : write(schema);
    }

    /** Whether the text is short enough for {@link #read}. */
    static boolean isShortEnough(String json) {
        return json.length() <= Schema.MAX_JSON_BYTES
                && json.getBytes(StandardCharsets.UTF_8).length <= Schema.MAX_JSON_BYTES;
    }

    static Schema read(String json) {
        if (!isShortEnough(json)) {
            throw new IllegalArgumentException("A schema may have at most " + Schema.MAX_JSON_BYTES + " bytes");
        }
        return StrictJson.read(json, Schema.class, "schema");
    }
}
