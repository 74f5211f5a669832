package dev.grapevine.node.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

import dev.grapevine.node.words.Address;

/**
 * The file by which a running node tells other programs on this machine its process and its API.
 *
 * @param http address of its API
 */
public record ProcessFile(long pid, Address http) {

    private static final String NAME = "process.properties";

    void writeIn(Path folder) throws IOException {
        AtomicFile.replace(folder.resolve(NAME),
                ("pid=" + pid + "\nhttp=" + http + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Reads the file in a node's folder, though the node may have ended; empty if nothing of the kind is there. */
    public static Optional<ProcessFile> readIn(Path folder) {
        Properties properties = new Properties();
        try (BufferedReader in = Files.newBufferedReader(folder.resolve(NAME))) {
            properties.load(in);
            return Optional.of(new ProcessFile(Long.parseLong(properties.getProperty("pid", "")),
                    Address.parse(properties.getProperty("http", ""))));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
