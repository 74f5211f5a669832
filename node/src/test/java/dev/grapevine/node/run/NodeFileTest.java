package dev.grapevine.node.run;

import static dev.grapevine.node.Sentences.assertMistakeAbout;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of one node in YAML. */
class NodeFileTest {

    private static final List<String> OWN_KEYS = List.of("listen", "join");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void choose() {
        file = folder.resolve("node.yaml");
    }

    private Map<String, String> read(String text) throws IOException {
        return NodeFile.read(Files.writeString(file, text), Map.of("PORT", "7001"), OWN_KEYS);
    }

    @Test
    void runOptionsAndNodeSettingsAreRead() throws IOException {
        assertThat(read("""
                listen: 127.0.0.1:${PORT}
                join: [127.0.0.1:7002, 127.0.0.1:7003]
                data: csv:mine.csv
                gossip: {interval: 1s}
                """)).containsOnly(Map.entry("listen", "127.0.0.1:7001"),
                Map.entry("join", "127.0.0.1:7002,127.0.0.1:7003"), Map.entry("data", "csv:" + folder + "/mine.csv"),
                Map.entry("gossip.interval", "1s"));
        assertThat(read("join: 127.0.0.1:7002\n")).containsExactly(Map.entry("join", "127.0.0.1:7002"));
    }

    @Test
    void unknownKeysAreRejected() {
        assertMistakeAbout(() -> read("lisen: 127.0.0.1:1\n"), file + " has an unknown key 'lisen', did you mean "
                + "'listen'? Allowed are data, ", ", listen, join");
        assertMistakeAbout(() -> read("nodes: 3\n"), file + " has an unknown key 'nodes'");
    }
}
