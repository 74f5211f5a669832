package dev.grapevine.testbed.bench;

import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The origin of a result.
 *
 * @param command   that measured it
 * @param seed      of what was random in it
 * @param commit    of the code, in words
 * @param processor as {@link Machine#processor}
 * @param date      when the command was given
 * @param sources   the {@link Sources#fingerprint} of what was measured
 */
public record Provenance(String command, long seed, String commit, String processor, Instant date, String sources) {

    private static final JsonMapper JSON = new JsonMapper();

    ObjectNode toJson() {
        return JSON.createObjectNode().put("command", command).put("seed", seed).put("commit", commit)
                .put("processor", processor).put("date", date.toString()).put("sources", sources);
    }

    /**
     * The reverse of {@link #toJson}.
     *
     * @throws java.time.format.DateTimeParseException if its date is none
     */
    static Provenance fromJson(JsonNode json) {
        return new Provenance(json.path("command").asText(), json.path("seed").asLong(), json.path("commit").asText(),
                json.path("processor").asText(), Instant.parse(json.path("date").asText()),
                json.path("sources").asText());
    }
}
