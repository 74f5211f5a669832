package dev.grapevine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages to a node's user before anything starts. */
class NodeCommandTest {

    @TempDir
    Path temporary;

    private CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--dir", temporary.resolve("node").toString()));
        all.addAll(List.of(arguments));
        return CommandRun.of(new NodeCommand(), all.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "--listen; nobody.invalid:7001; listen is nobody.invalid:7001, but that name is unknown: allowed are names that this machine can look up, and IP addresses",
            "--join; 127.0.0.1:7002,192.0.2.1:7001; join is 192.0.2.1:7001, which other machines can reach: without an invitation (--invite), allowed are loopback addresses such as 127.0.0.1:7001",
            "--listen; 203.0.113.7:7001; listen is 203.0.113.7:7001, which is no address of this machine: allowed are its own addresses, and 0.0.0.0:7001 for all of them",
            "--invite; 0000-0000; The invitation code has 8 letters, so a letter is missing or one too many: allowed are whole groups of 4, 12 for most codes",
            "--listen; 7001; listen is '7001': allowed is HOST:PORT",
            "--listen; 127.0.0.1:70000; listen is '127.0.0.1:70000': allowed is HOST:PORT",
            "--join; 127.0.0.1:7002,there; join is 'there': allowed is HOST:PORT",
            "--http; 203.0.113.7:8080; http is 203.0.113.7:8080, which is no address of this machine: allowed are its own addresses, and 0.0.0.0:8080 for all of them",
            "--http; nobody.invalid:8080; http is nobody.invalid:8080, but that name is unknown: allowed are names that this machine can look up, and IP addresses",
            "--http; here; http is 'here': allowed is HOST:PORT",
            "--advertise; :1; advertise is ':1': allowed is HOST:PORT",
            "--id; a b; id is 'a b': allowed are 1 to 64 letters, digits, dots, dashes and underscores",
            "--record-limit; 64; record-limit is '64': allowed is a size such as 64MB",
            "--log; xml; log is 'xml': allowed are text and json",
            "--seed; x; seed is 'x': allowed are a whole number"})
    void mistakesAreOneSentenceAndStartNothing(String flag, String value, String sentence) {
        CommandRun run = run(flag, value);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors()).isEqualTo(sentence);
        assertThat(temporary).isEmptyDirectory();
    }

    /** It makes no authority: it was told of others, whose run it has no part in. */
    @Test
    void nodeThatJoinsIsNotOpenToStrangers() {
        CommandRun run = run("--listen", "0.0.0.0:7001", "--join", "127.0.0.1:7002");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors()).isEqualTo("listen is 0.0.0.0:7001, which other machines can reach: without an"
                + " invitation (--invite), allowed are loopback addresses such as 127.0.0.1:7001");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void mistakesInConfigFileAreReported() throws IOException {
        Path file = Files.writeString(temporary.resolve("node.yaml"), "lissen: 127.0.0.1:7001\n");
        CommandRun unknown = run("--config", file.toString());
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.errors())
                .startsWith(file + " has an unknown key 'lissen', did you mean 'listen'? Allowed are data, ");
        Files.writeString(file, "join: [127.0.0.1:7002, nowhere]\n");
        assertThat(run("--config", file.toString()).errors()).isEqualTo("join is 'nowhere': allowed is HOST:PORT");
        assertThat(run("--config", file.toString(), "--join", "also nowhere").errors())
                .as("flags take precedence").isEqualTo("join is 'also nowhere': allowed is HOST:PORT");
        assertThat(temporary.resolve("node")).doesNotExist();
    }
}
