package dev.grapevine.testbed.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import dev.grapevine.node.words.UserMistakeException;

/**
 * The results of a benchmark in a JSON file, written anew, all or nothing, with each result, so that a run that is broken
 * off can go on. Not for several threads or processes at once.
 */
public final class ResultFile {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final List<Measurement> results;

    private ResultFile(Path file, List<Measurement> results) {
        this.file = file;
        this.results = results;
    }

    /** Reads the file if it is there. */
    public static ResultFile open(Path file) {
        if (!Files.exists(file)) {
            return new ResultFile(file, new ArrayList<>());
        }
        try {
            List<Measurement> results = new ArrayList<>();
            for (JsonNode result : JSON.readTree(file.toFile())) {
                results.add(Measurement.fromJson(result));
            }
            return new ResultFile(file, results);
        } catch (IOException | IllegalArgumentException e) {
            throw new UserMistakeException(
                    file + " holds no results that can be read: allowed is what bench wrote there, or no such file", e);
        }
    }

    /** The folder in which it lies. */
    Path folder() {
        return file.toAbsolutePath().getParent();
    }

    /** All that is kept, in the order in which it came. */
    List<Measurement> all() {
        return List.copyOf(results);
    }

    /** The result for the same name and parameters, if it has been measured. */
    public Optional<Measurement> find(Measurement same) {
        return results.stream().filter(result -> result.isOfSame(same) && result.value().isPresent()).findFirst();
    }

    /**
     * Keeps a result in the place of an earlier one of the same. One that was not measured does not take the place of one
     * that was, on the same code.
     */
    public void put(Measurement result) {
        int place = 0;
        while (place < results.size() && !results.get(place).isOfSame(result)) {
            place++;
        }
        if (place < results.size() && result.value().isEmpty() && results.get(place).value().isPresent()
                && result.isOfSameSources(results.get(place))) {
            return;
        }
        if (place < results.size()) {
            results.set(place, result);
        } else {
            results.add(result);
        }
        write();
    }

    private void write() {
        ArrayNode all = JSON.createArrayNode();
        results.forEach(result -> all.add(result.toJson()));
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(unfinished, all.toPrettyString());
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UserMistakeException("The file " + file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
