package dev.grapevine.node.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * An answer before it is sent.
 *
 * @param headers beyond the type, and those that all answers have
 */
record Answer(int status, String type, byte[] body, Map<String, String> headers) {

    static final String JSON_TYPE = "application/json";
    static final String TEXT_TYPE = "text/plain; charset=utf-8";

    private static final JsonMapper JSON = new JsonMapper();

    static Answer json(int status, Object value) {
        return json(status, value, Map.of());
    }

    private static Answer json(int status, Object value, Map<String, String> headers) {
        try {
            return new Answer(status, JSON_TYPE, JSON.writeValueAsBytes(value), headers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer cannot be written as JSON", e);
        }
    }

    static Answer text(int status, String text) {
        return new Answer(status, TEXT_TYPE, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** A sentence for users under the key {@code error}. */
    static Answer error(int status, String sentence) {
        return json(status, Map.of("error", sentence));
    }

    static Answer of(Refusal refusal) {
        return json(refusal.status(), Map.of("error", refusal.sentence()), refusal.headers());
    }
}
