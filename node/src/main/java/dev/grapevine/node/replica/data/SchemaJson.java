package dev.grapevine.node.replica.data;

import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Schemas as JSON. Fields stand in the order of the records' components; nothing else than those is read. */
final class SchemaJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS).build();

    private SchemaJson() {}

    static String write(Schema schema) {
        try {
            return MAPPER.writeValueAsString(schema);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A schema that has no JSON", e);
        }
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
        Schema schema;
        try {
            schema = MAPPER.readValue(json, Schema.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This is no schema: " + e.getOriginalMessage(), e);
        }
        if (schema == null) {
            throw new IllegalArgumentException("This is no schema: null");
        }
        return schema;
    }
}
