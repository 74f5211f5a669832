package dev.grapevine.testbed.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each package of each module says what it holds and where to start reading. */
class PackageDoorsTest {

    private static final String DOOR = "package-info.java";

    private static List<Path> withoutDoor(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java")).map(Path::getParent).distinct().sorted()
                    .filter(folder -> !saysWhereToStart(folder.resolve(DOOR))).toList();
        }
    }

    private static boolean saysWhereToStart(Path door) {
        try {
            return Files.exists(door)
                    && Files.readString(door).replaceAll("\\s*\\*?\\s+", " ").contains("Start reading at");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyPackage_hasADoor() throws IOException {
        for (String module : List.of("consensus", "gossip", "node", "sim", "testbed")) {
            assertThat(withoutDoor(Path.of("..", module, "src", "main", "java"))).as(module).isEmpty();
        }
    }

    @Test
    void packageWithoutADoor_isFound(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("A.java"), "class A {}");
        assertThat(withoutDoor(folder)).containsExactly(folder);
        Files.writeString(folder.resolve(DOOR), "/** Holds A. Start reading at {@link A}. */\npackage a;\n");
        assertThat(withoutDoor(folder)).isEmpty();
    }
}
