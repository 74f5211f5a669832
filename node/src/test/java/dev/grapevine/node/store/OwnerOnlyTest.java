package dev.grapevine.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void fileSystemHasPermissions() throws IOException {
        assumeThat(Files.getFileStore(folder).supportsFileAttributeView("posix")).isTrue();
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void newFileIsItsOwners() throws IOException {
        Path file = folder.resolve("new");
        try (FileChannel channel = OwnerOnly.open(file, StandardOpenOption.TRUNCATE_EXISTING)) {
            assertThat(channel.isOpen()).isTrue();
        }
        assertThat(rights(file)).isEqualTo("rw-------");
    }

    @Test
    void rightsOfOthersAreTaken() throws IOException {
        Path file = Files.writeString(folder.resolve("old"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        OwnerOnly.open(file).close();
        assertThat(rights(file)).isEqualTo("rw-------");
        assertThat(file).hasContent("old");
    }

    @Test
    void journalsAndCheckpointsAreTheirOwners() throws IOException {
        Path journal = folder.resolve("journal");
        JournalFile.open(journal, 1_000_000).begin(new byte[]{1});
        assertThat(rights(journal)).isEqualTo("rw-------");
        DurableSteps.DISK.write(folder.resolve("checkpoint.bin"), new byte[]{1});
        assertThat(rights(folder.resolve("checkpoint.bin"))).isEqualTo("rw-------");
    }
}
