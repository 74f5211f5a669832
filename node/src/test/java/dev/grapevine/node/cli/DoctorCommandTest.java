package dev.grapevine.node.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.node.device.DeviceLimits;
import dev.grapevine.node.driver.NodeConfig;
import dev.grapevine.node.driver.NodeDriver;
import dev.grapevine.node.driver.NodeListener;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.security.InvitationCode;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.UserMistakeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** {@code doctor}, with real nodes and with nobody. */
class DoctorCommandTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final List<NodeDriver> nodes = new ArrayList<>();

    /** Nothing that nodes say is of interest. */
    private static final class Deaf implements NodeListener {

        @Override
        public void listening(NodeStatus status, String dashboard) {}

        @Override
        public void fact(Fact fact) {}

        @Override
        public void notice(String sentence) {}

        @Override
        public void evaluated(NodeStatus status) {}
    }

    private String data(String name) {
        StringBuilder rows = new StringBuilder("x,y,label\n");
        for (int i = 0; i < 40; i++) {
            rows.append(i % 7).append(',').append(i % 5).append(',').append(i % 2 == 0 ? "a" : "b").append('\n');
        }
        try {
            return "csv:" + Files.writeString(folder.resolve(name + ".csv"), rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start(String name, Optional<InvitationCode> invitation) {
        nodes.add(NodeDriver.start(new NodeConfig(Optional.of(name), folder.resolve(name),
                Optional.of(new Address("127.0.0.1", 0)), Optional.empty(), new Address("127.0.0.1", 0), List.of(),
                invitation, RunOptions.of(Map.of("data", data(name))), OptionalInt.empty(), DeviceLimits.NONE,
                Optional.empty()), new Deaf()));
    }

    private Optional<JsonNode> asked(String name, String method, String path) {
        try {
            RunningNode node = RunningNode.find(Optional.of(folder.resolve(name)), folder);
            return Optional.of(method.equals("GET") ? node.get(path) : node.post(path));
        } catch (NoAnswerException | UserMistakeException e) {
            return Optional.empty();
        }
    }

    private InvitationCode invitation() {
        return InvitationCode.parse(await().atMost(PATIENCE).until(() -> asked("founder", "POST", "/invite"),
                Optional::isPresent).orElseThrow().path("code").asText());
    }

    @AfterEach
    void stopAll() {
        nodes.forEach(NodeDriver::leave);
        nodes.forEach(node -> node.exit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
    }

    private static CommandRun doctor(String... arguments) {
        return CommandRun.of(new DoctorCommand(), arguments);
    }

    @Test
    void allIsWellBetweenTwoNodesThatMeet() throws IOException {
        Path own = Files.createDirectories(folder.resolve("founder"));
        SecurityFolder security = SecurityFolder.open(own);
        RunAccess.found(security, security.deviceKey(new SecureRandom()), "test", InstantSource.system(),
                new SecureRandom());
        start("founder", Optional.empty());
        InvitationCode code = invitation();
        start("invited", Optional.of(code));
        await().atMost(PATIENCE).until(() -> asked("invited", "GET", "/status")
                .filter(status -> status.path("phase").asText().equals("running") && status.path("peers").size() == 1)
                .isPresent());
        String[] question = {"--dir", folder.resolve("invited").toString(), "--join", code.address().toString(),
                "--data",
                data("invited")};
        CommandRun run = doctor(question);
        assertThat(run.out()).as(run.errors()).doesNotContain("bad ").contains("ok  name ", "ok  reach ", "ok  port ",
                "ok  clock ", "ok  version ", "ok  certificate ", "?   invitation ", "ok  disk ", "ok  memory ",
                "ok  node         the node of the folder is running and sees 1 peer", "(founder) lets this device in");
        assertThat(run.code()).isZero();
    }

    @Test
    void whatIsWrongIsToldInAFixedOrder() throws IOException {
        CommandRun run = doctor("--dir", folder.resolve("none").toString(), "--join", "nobody.invalid:7001", "--invite",
                "ABC");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.errors()).isEmpty();
        assertThat(run.out().lines().map(line -> line.substring(4, 16).strip()).distinct()).containsExactly("name",
                "reach", "port", "clock", "version", "certificate", "invitation", "schema", "disk", "memory", "node");
        assertThat(folder.resolve("none")).doesNotExist();
        JsonNode json = new JsonMapper().readTree(doctor("--json", "--dir", folder.toString(), "--join",
                "nobody.invalid:7001").out());
        assertThat(json.path("well").asBoolean(true)).isFalse();
        assertThat(json.path("findings").path(0)).hasToString("{\"check\":\"name\",\"verdict\":\"bad\",\"sentence\":"
                + "\"nobody knows the name nobody.invalid: compare its spelling, enter it in /etc/hosts or the name"
                + " server, or use an IP address\"}");
    }

    @Test
    void mistakesInItsOwnOptionsAreNoFindings() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        for (String[] wrong : new String[][]{{"--join", "anna"}, {"--join", "anna:0"}, {"--listen", "x:99999"},
                {"--dir", file.toString()}, {"--data", "nonsense:x"}}) {
            CommandRun run = doctor(wrong);
            assertThat(run.code()).as(run.out()).isEqualTo(2);
            assertThat(run.errors()).contains("allowed").hasLineCount(1);
        }
    }
}
