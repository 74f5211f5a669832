package dev.grapevine.testbed.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The version and settings of a yardstick, in words, so that somebody else can measure it again.
 *
 * @param name      of the program
 * @param version   of it
 * @param threads   that it computed with
 * @param libraries that do its arithmetic, with their versions and kernels
 * @param settings  that its speed depends on
 * @param processor as {@link Machine#processor}
 */
public record YardstickProgram(String name, String version, int threads, String libraries, String settings,
        String processor) {

    private static final JsonMapper JSON = new JsonMapper();

    /** A program within this process, on one thread of this machine. */
    static YardstickProgram here(String name, String version, String libraries, String settings) {
        return new YardstickProgram(name, version, 1, libraries, settings, Machine.processor());
    }

    ObjectNode toJson() {
        return JSON.createObjectNode().put("name", name).put("version", version).put("threads", threads)
                .put("libraries", libraries).put("settings", settings).put("processor", processor);
    }

    /** The reverse of {@link #toJson}. */
    static YardstickProgram fromJson(JsonNode json) {
        return new YardstickProgram(json.path("name").asText(), json.path("version").asText(),
                json.path("threads").asInt(), json.path("libraries").asText(), json.path("settings").asText(),
                json.path("processor").asText());
    }

    /** The yardstick as one line for users. */
    @Override
    public String toString() {
        return name + " " + version + ", " + threads + (threads == 1 ? " thread" : " threads") + "; " + libraries + "; "
                + settings + "; on " + processor;
    }
}
