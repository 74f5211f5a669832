package dev.grapevine.node.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.security.TestRun;

import static org.assertj.core.api.Assertions.assertThat;

/** Folders that cannot be written, are damaged or open to others; all of them stay as they are. */
class DiskCheckTest {

    @TempDir
    private Path folder;

    private List<String> look(Path node) {
        SampleContext sample = new SampleContext();
        sample.folder = Optional.of(node);
        return sample.look(new DiskCheck());
    }

    private static SortedMap<String, String> content(Path folder) throws IOException {
        SortedMap<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                content.put(file.toString(), PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                        + (Files.isDirectory(file) ? "" : " " + Files.getLastModifiedTime(file) + Files.size(file)));
            }
        }
        return content;
    }

    @Test
    void wholeFolderIsWell() {
        new TestRun(folder).founder("node");
        Path node = folder.resolve("node");
        assertThat(look(node)).satisfiesExactly(
                written -> assertThat(written).isEqualTo("ok disk the folder " + node + " can be written"),
                room -> assertThat(room).startsWith("ok disk on the disk of " + node).contains("are free"),
                secrets -> assertThat(secrets).isEqualTo("ok disk the owner alone can read "
                        + node.resolve("security")));
    }

    @Test
    void damageAndRightsOfOthersAreToldAndLeftAsTheyAre() throws IOException {
        new TestRun(folder).founder("node");
        Path node = folder.resolve("node");
        Path key = node.resolve("security/device.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(node.resolve("security"), PosixFilePermissions.fromString("rwxr-x---"));
        for (String file : List.of("checkpoint.bin", "identity.properties", "lives.previous.properties")) {
            Files.write(node.resolve(file), new byte[]{1, 2, 3});
        }
        SortedMap<String, String> before = content(node);
        List<String> lines = look(node);
        assertThat(content(node)).isEqualTo(before);
        assertThat(lines).contains("bad disk " + key + " can be read or written by other users: chmod 600 " + key,
                "bad disk " + node.resolve("security") + " can be read or written by other users: chmod 700 "
                        + node.resolve("security"));
        for (String file : List.of("checkpoint.bin", "identity.properties", "lives.previous.properties")) {
            assertThat(lines).anyMatch(line -> line.startsWith("bad disk The file " + node.resolve(file)
                    + " is damaged: "));
        }
    }

    @Test
    void folderThatIsNotThereYetIsLookedAtFromAbove() {
        assertThat(look(folder.resolve("a/b"))).first().isEqualTo("ok disk the folder " + folder + " can be written");
        assertThat(folder).isEmptyDirectory();
        assertThat(new SampleContext().look(new DiskCheck())).containsExactly(
                "? disk the node's folder is not known: say --dir");
    }

    @Test
    void folderThatCannotBeWrittenIsTold() throws IOException {
        // A file in the place of the folder stops the administrator as well.
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(look(file)).first().asString().startsWith("bad disk the folder " + file + " cannot be written (");
    }
}
