package dev.grapevine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.RunAuthority;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.store.NodeDirectory;

/** What a folder says of its node, while the node runs and afterwards. */
class IdentityShowCommandTest {

    @TempDir
    private Path folder;

    private CommandRun show() {
        return CommandRun.alone(new IdentityCommand(), "show", "--dir", folder.toString());
    }

    @Test
    void folderOfARunningNodeIsShown() throws IOException {
        DeviceKey key = SecurityFolder.open(folder).deviceKey(new SecureRandom());
        try (NodeDirectory node = NodeDirectory.open(folder)) {
            node.beginLife(key.peer(), Optional.of("ann"));
            CommandRun run = show();
            assertThat(run.code()).as(run.errors()).isZero();
            assertThat(run.out().lines()).containsExactly("identity     " + key.peer(), "name         ann",
                    "life         1", "authority    its key is not here",
                    "certificate  none: the node is in no run with invitations");
        }
    }

    @Test
    void founderIsShown() throws IOException {
        SecurityFolder security = SecurityFolder.open(folder);
        DeviceKey key = security.deviceKey(new SecureRandom());
        RunAuthority.found(key, "run", Instant.now(), new SecureRandom()).write(security);
        String out = show().out();
        assertThat(out).contains("name         none", "life         none yet",
                "this node has the key of the run's authority", "certificate  inviter, until "
                        + security.chain().orElseThrow().ends());
        assertThat(out).doesNotContain("PRIVATE");
    }

    /** The key is kept twice. */
    @Test
    void folderWhoseKeyHasOnlyItsCopyLeftIsStillANodes() throws IOException {
        DeviceKey key = SecurityFolder.open(folder).deviceKey(new SecureRandom());
        Files.delete(folder.resolve("security").resolve("device.key"));
        CommandRun run = show();
        assertThat(run.code()).as(run.errors()).isZero();
        assertThat(run.out()).startsWith("identity     " + key.peer());
    }

    @Test
    void folderWithoutANodeIsLeftAsItIs() throws IOException {
        CommandRun run = show();
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors()).startsWith("The folder " + folder + " is not a node's").hasLineCount(1);
        assertThat(folder).isEmptyDirectory();
        Files.writeString(folder.resolve("identity.properties"), "peer=x\n");
        SecurityFolder.open(folder).deviceKey(new SecureRandom());
        assertThat(show().errors()).contains("identity.properties is not a node's identity: ").hasLineCount(1);
    }

    @Test
    void identityNeedsAnotherWord() {
        CommandRun run = CommandRun.alone(new IdentityCommand());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors()).contains("allowed are show, grant, backup and restore");
    }
}
