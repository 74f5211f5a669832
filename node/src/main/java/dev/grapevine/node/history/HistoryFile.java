package dev.grapevine.node.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.grapevine.node.store.AtomicFile;

/** The file in a node's folder that carries its history over a restart. */
public final class HistoryFile {

    public static final String NAME = "history.json";
    /** Length of the longest file that is read, in bytes: more than the longest history. */
    static final int MAX_BYTES = 4 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    /**
     * The history that was found.
     *
     * @param damage sentence for users if there was a file that is no history
     */
    public record Found(History history, Optional<String> damage) {}

    private HistoryFile() {}

    /** The history in a node's folder; an empty one where there is none. Never fails: a history is no reason not to start. */
    public static Found read(Path folder) {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return new Found(new History(), Optional.empty());
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                return damaged(file, "it is longer than " + MAX_BYTES + " bytes");
            }
            HistoryJson json = JSON.readValue(Files.readAllBytes(file), HistoryJson.class);
            return json == null
                    ? damaged(file, "it is no JSON of a history")
                    : new Found(json.history(), Optional.empty());
        } catch (JsonProcessingException e) {
            return damaged(file, "it is no JSON of a history");
        } catch (IllegalArgumentException e) {
            return damaged(file, e.getMessage());
        } catch (IOException e) {
            return damaged(file, e.toString());
        }
    }

    private static Found damaged(Path file, String why) {
        return new Found(new History(), Optional.of("The file " + file + " cannot be read (" + why
                + "): the node's history begins anew"));
    }

    /** The file's bytes. */
    public static byte[] encode(History history) {
        try {
            return JSON.writeValueAsBytes(HistoryJson.of(history));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A history cannot be written as JSON", e);
        }
    }

    /** Replaces the file in a node's folder. Thread-safe for different folders. */
    public static void write(Path folder, byte[] encoded) throws IOException {
        AtomicFile.replace(folder.resolve(NAME), encoded);
    }
}
