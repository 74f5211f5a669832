package dev.grapevine.node.replica.data.schema;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON of records. Fields are in the order of the records' components; unknown fields are an error. */
final class StrictJson {

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

    private StrictJson() {}

    /** JSON in one line; equal records give equal lines. */
    static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("This record cannot be written as JSON", e);
        }
    }

    /** JSON over several lines, for people. */
    static String pretty(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("This record cannot be written as JSON", e);
        }
    }

    /**
     * Parses the output of {@link #line} and {@link #pretty}.
     *
     * @param what name for the text in sentences, such as {@code schema}
     * @throws IllegalArgumentException if the text is invalid; its message is one line
     */
    static <T> T read(String json, Class<T> type, String what) {
        T value;
        try {
            value = MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This is not a " + what + ": " + sentence(e), e);
        }
        if (value == null) {
            throw new IllegalArgumentException("This is not a " + what + ": null");
        }
        return value;
    }

    private static String sentence(JsonProcessingException mistake) {
        if (mistake.getCause() instanceof IllegalArgumentException said && said.getMessage() != null) {
            // The constructor of a record refused the value.
            return said.getMessage().lines().findFirst().orElse("");
        }
        JsonLocation place = mistake.getLocation();
        String line = place == null || place.getLineNr() < 1 ? "" : " (line " + place.getLineNr() + ")";
        // Some messages name the library's own settings, which users cannot change.
        return mistake.getOriginalMessage().lines().findFirst().orElse("").replaceAll("; `[^`]*` enabled", "") + line;
    }
}
