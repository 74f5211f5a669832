package dev.grapevine.node.cli;

import static dev.grapevine.node.Sentences.assertMistake;
import static dev.grapevine.node.Sentences.assertMistakeAbout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.grapevine.node.http.HttpProtection;
import dev.grapevine.node.http.NodePeer;
import dev.grapevine.node.http.OwnCertificate;
import dev.grapevine.node.http.RunAdmin;
import dev.grapevine.node.http.RunningApi;
import dev.grapevine.node.http.SampleView;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.UserMistakeException;

/** {@code invite}, {@code revoke} and {@code identity grant} with the API of a node on a real socket. */
class RunningNodeCommandsTest {

    private static final String ANN = "a38vesf4bcdefghjkmnpqrstvw";
    private static final String CODE = "ABCD-EFGH-JKMN";
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    private Path here;
    private Path folder;
    private RunningApi api;
    private final List<String> asked = new ArrayList<>();

    private final RunAdmin admin = new RunAdmin() {
        @Override
        public Invitation invite() {
            return new Invitation(CODE, Instant.now().plus(Duration.ofMinutes(60)), "█▀▄\n", List.of(
                    "This node is the only inviter."));
        }

        @Override
        public String revoke(String peer) {
            asked.add("revoke " + peer);
            return "Revoked.";
        }

        @Override
        public String grant(String peer) {
            throw new UserMistakeException("This node has no authority key");
        }

        @Override
        public String found() {
            throw new AssertionError();
        }
    };

    @BeforeEach
    void start() throws IOException {
        folder = Files.createDirectory(here.resolve("grapevine-7001"));
        serve(HttpProtection.NONE, "127.0.0.1", Optional.of(admin));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private void serve(HttpProtection protection, String host, Optional<RunAdmin> run) throws IOException {
        if (api != null) {
            api.close();
        }
        api = new RunningApi(new SampleView(List.of(new NodePeer(ANN, "ann", "live", 0, 0, null)), new byte[1]),
                SecurityFolder.open(folder).token(new SecureRandom()), run, protection, host);
        announce(folder, ProcessHandle.current().pid(), api.address());
    }

    private static void announce(Path node, long pid, Address http) throws IOException {
        Files.writeString(node.resolve("process.properties"), "pid=" + pid + "\nhttp=" + http + "\n");
    }

    private static long endedProcess() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-version").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        process.waitFor();
        return process.pid();
    }

    private CommandRun run(Object command, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--dir", folder.toString()));
        return CommandRun.alone(command, all.toArray(String[]::new));
    }

    @Test
    void inviteSaysWhatToTypeElsewhere() {
        CommandRun run = run(new InviteCommand());
        assertThat(run.code()).as(run.errors()).isZero();
        assertThat(run.out().lines().findFirst()).contains(CODE);
        assertThat(run.out()).contains("./grapevine node --data csv:FILE --invite " + CODE, "one device in until ",
                "This node is the only inviter.").doesNotContain("█");
    }

    @Test
    void inviteAsJsonIsTheAnswer() throws IOException {
        CommandRun run = run(new InviteCommand(), "--json");
        JsonNode answer = new JsonMapper().readTree(run.out());
        assertThat(answer.get("code").asText()).isEqualTo(CODE);
        assertThat(answer.get("qr").asText()).isEqualTo("█▀▄\n");
        assertThat(Instant.parse(answer.get("expires").asText())).isAfter(Instant.EPOCH);
        assertThat(answer.get("notes")).hasSize(1);
        assertThat(run.code()).isZero();
    }

    @Test
    void revokeSendsTheWholeIdentity() {
        for (String word : List.of("a38v", "ann", ANN)) {
            CommandRun run = run(new RevokeCommand(), word);
            assertThat(run.out().strip()).isEqualTo("Revoked.");
            assertThat(run.code()).isZero();
        }
        assertThat(asked).containsOnly("revoke " + ANN).hasSize(3);
        CommandRun nobody = run(new RevokeCommand(), "zzzz");
        assertThat(nobody.code()).isEqualTo(2);
        assertThat(nobody.errors()).startsWith("ID is 'zzzz'").hasLineCount(1);
        assertThat(asked).hasSize(3);
    }

    @Test
    void mistakesOfTheNodeAreToldInItsWords() throws IOException {
        CommandRun run = CommandRun.alone(new IdentityCommand(), "grant", "ann", "--dir", folder.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors()).isEqualTo("This node has no authority key");
        serve(HttpProtection.NONE, "127.0.0.1", Optional.empty());
        CommandRun without = run(new InviteCommand());
        assertThat(without.code()).isEqualTo(2);
        assertThat(without.errors()).startsWith("This node takes part in no run with invitations").hasLineCount(1);
    }

    @Test
    void byTlsTheNodeIsKnownByItsKey() throws IOException {
        DeviceKey key = SecurityFolder.open(folder).deviceKey(new SecureRandom());
        serve(new OwnCertificate(key, Instant.now()), "0.0.0.0", Optional.of(admin));
        assertThat(run(new InviteCommand()).out()).startsWith(CODE);
        serve(new OwnCertificate(DeviceKey.create(new SecureRandom()), Instant.now()), "0.0.0.0", Optional.of(admin));
        CommandRun other = run(new InviteCommand());
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.errors()).contains("does not answer").hasLineCount(1);
    }

    @Test
    void oneRunningNodeIsFoundByItself() throws Exception {
        Path stale = Files.createDirectory(here.resolve("grapevine-7002"));
        announce(stale, endedProcess(), new Address("127.0.0.1", 1));
        Files.createDirectory(here.resolve("grapevine-empty"));
        Files.writeString(Files.createDirectory(here.resolve("grapevine-odd")).resolve("process.properties"),
                "pid=x\n");
        assertThat(RunningNode.find(Optional.empty(), here).folder()).isEqualTo(folder);
        assertThat(RunningNode.find(Optional.empty(), folder).folder()).isEqualTo(folder);
        assertMistake(() -> RunningNode.find(Optional.of(stale), here), "No node runs in the folder " + stale
                + ": start it with ./grapevine node --dir " + stale);
        announce(stale, ProcessHandle.current().pid(), new Address("127.0.0.1", 1));
        assertMistake(() -> RunningNode.find(Optional.empty(), here), "Several nodes run here: say with --dir which of "
                + folder + ", " + stale);
        assertMistakeAbout(() -> RunningNode.find(Optional.empty(), here.resolve("grapevine-empty")), "No node runs");
    }

    @Test
    void refusedTokenIsTold() throws IOException {
        Path token = folder.resolve("security/token");
        String secret = "0".repeat(64);
        Files.writeString(token, secret + "\n");
        CommandRun run = run(new InviteCommand());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors()).contains("refuses the token in " + token).doesNotContain(secret).hasLineCount(1);
        Files.delete(token);
        assertThat(run(new InviteCommand()).errors()).startsWith("There is no file " + token).hasLineCount(1);
        Files.writeString(token, "x");
        assertThat(run(new InviteCommand()).errors()).contains("is damaged", "the node puts it aside at its next start")
                .hasLineCount(1);
    }

    @Test
    void nodeWithoutAnswerIsTold() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            announce(folder, ProcessHandle.current().pid(), new Address("127.0.0.1", silent.getLocalPort()));
            assertThatThrownBy(() -> RunningNode.find(Optional.of(folder), here, SHORT).post("/invite"))
                    .isInstanceOf(NoAnswerException.class).hasMessageContaining("does not answer");
        }
        CommandRun run = run(new InviteCommand());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.errors()).contains("The node in " + folder + " does not answer at ").hasLineCount(1);
    }
}
