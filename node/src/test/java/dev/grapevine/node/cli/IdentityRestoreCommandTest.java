package dev.grapevine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.SecurityFolder;

/** The phrase of a node, out of its folder and back; the copies of peers are another test's. */
class IdentityRestoreCommandTest {

    /** No port is listened on that the system gives to outgoing connections. */
    private static final String NOBODY = "127.0.0.1:9";

    @TempDir
    private Path folder;

    private CommandRun backup(Path node) {
        return CommandRun.alone(new IdentityCommand(), "backup", "--dir", node.toString());
    }

    private CommandRun restore(String typed, Path into) {
        return CommandRun.alone(
                new IdentityRestoreCommand(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8))), "--join",
                NOBODY, "--dir", into.toString());
    }

    private static DeviceKey key(Path node) throws IOException {
        return SecurityFolder.open(Files.createDirectories(node)).deviceKey(new SecureRandom());
    }

    @Test
    void phraseAloneIsPrinted_andWhatItCanDoIsToldBeside() throws IOException {
        DeviceKey key = key(folder.resolve("a"));
        CommandRun run = backup(folder.resolve("a"));
        assertThat(run.code()).isZero();
        assertThat(run.out().lines()).hasSize(3).allMatch(line -> line.matches("([a-z]{5} ){5}[a-z]{5}"));
        assertThat(run.errors()).contains(key.peer().text(), "can be this node", "identity restore --join");
        assertThat(backup(folder.resolve("none")).code()).isEqualTo(2);
    }

    @Test
    void whereNobodyAnswersNothingIsWritten() throws IOException {
        key(folder.resolve("a"));
        String phrase = backup(folder.resolve("a")).out();
        CommandRun run = restore(phrase, folder.resolve("b"));
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.errors()).contains("Nobody answers who could have a copy: nothing was written");
        assertThat(folder.resolve("b")).doesNotExist();
    }

    @Test
    void folderOfAnotherNodeIsLeftAlone() throws IOException {
        key(folder.resolve("a"));
        DeviceKey other = key(folder.resolve("b"));
        CommandRun run = restore(backup(folder.resolve("a")).out(), folder.resolve("b"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors()).contains("is that of another node").hasLineCount(1);
        assertThat(key(folder.resolve("b")).peer()).isEqualTo(other.peer());
    }

    @Test
    void mistypedPhraseIsToldWithoutCitingIt() throws IOException {
        key(folder.resolve("a"));
        String phrase = backup(folder.resolve("a")).out();
        String swapped = phrase.replaceFirst("(\\w+) (\\w+)", "$2 $1");
        CommandRun run = restore(swapped, folder.resolve("b"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors()).startsWith("The phrase is mistyped").hasLineCount(1);
        assertThat(run.errors()).doesNotContain(phrase.split(" ")[0]);
        assertThat(restore("babab", folder.resolve("b")).errors()).startsWith("The phrase has 1 words: allowed are 18");
    }
}
