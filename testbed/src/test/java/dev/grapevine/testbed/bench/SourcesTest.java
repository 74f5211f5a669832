package dev.grapevine.testbed.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fingerprint is of the text alone: the same for every copy of the same code, and another for other code. */
class SourcesTest {

    private static final List<String> PLACES = List.of("a", "b/One.java");

    @TempDir
    private Path folder;

    private Path copy(String name, String lineEnd, boolean isReversed) throws IOException {
        Path root = folder.resolve(name);
        List<String> files = List.of("a/First.java", "a/inner/Second.java", "b/One.java", "b/Other.java");
        for (String file : isReversed ? files.reversed() : files) {
            Path path = root.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "class " + file + lineEnd + "{}" + lineEnd);
        }
        return root;
    }

    private static String fingerprint(Path root) {
        return new Sources(root).fingerprint(PLACES);
    }

    @Test
    void copiesOfTheSameCodeHaveTheSame() throws IOException {
        String one = fingerprint(copy("one", "\n", false));
        assertThat(one).as("the same on every machine").isEqualTo("6099c6b5935c074e");
        assertThat(fingerprint(copy("windows", "\r\n", true))).isEqualTo(one);
        Path other = copy("other", "\n", true);
        Files.writeString(other.resolve("b/Other.java"), "not measured");
        Files.writeString(other.resolve("a/.First.java.swp"), "an editor's");
        assertThat(fingerprint(other)).isEqualTo(one);
        assertThat(new Sources(other).fingerprint(PLACES.reversed())).isEqualTo(one);
    }

    @Test
    void otherCodeHasAnother() throws IOException {
        Path root = copy("root", "\n", false);
        String before = fingerprint(root);
        Files.writeString(root.resolve("a/inner/Second.java"), "class a/inner/Second.java\n{ }\n");
        String changed = fingerprint(root);
        assertThat(changed).isNotEqualTo(before);
        Files.move(root.resolve("a/First.java"), root.resolve("a/inner/First.java"));
        assertThat(fingerprint(root)).isNotEqualTo(changed);
        Files.delete(root.resolve("b/One.java"));
        assertThatThrownBy(() -> fingerprint(root)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void everyBenchmarkNamesWhatItMeasures() {
        Sources sources = Sources.find().orElseThrow();
        for (Benchmark benchmark : Benchmarks.registered()) {
            assertThat(benchmark.sources()).isNotEmpty().doesNotHaveDuplicates()
                    .allSatisfy(place -> assertThat(sources.root().resolve(place)).exists());
            assertThat(sources.fingerprint(benchmark.sources())).hasSize(16);
        }
    }
}
