package dev.grapevine.testbed.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.words.Address;
import dev.grapevine.testbed.TestData;
import dev.grapevine.testbed.collect.NodeClient;

/** A device is lost with its folder, and a phrase on paper brings the node back: real processes, as users start them. */
class RestoreTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** More than a node that is not restored has lives. */
    private static final long FAR_ABOVE = 1000;

    @TempDir
    private Path folder;

    private final NodeClient client = new NodeClient();
    private final List<NodeProcess> nodes = new ArrayList<>();

    private NodeProcess start(String name, Address listen, List<String> further) {
        List<String> arguments = new ArrayList<>(List.of("--listen", listen.toString(), "--data",
                TestData.csv(folder, name + ".csv", 1), "--model", "mlp:8", "--gossip.interval", "100ms"));
        arguments.addAll(further);
        NodeProcess node = new NodeProcess(folder.resolve(name), arguments);
        nodes.add(node);
        node.start();
        return node;
    }

    private NodeStatus until(NodeProcess node, Predicate<NodeStatus> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200))
                .until(() -> client.status(node).filter(condition).isPresent());
        return client.status(node).orElseThrow();
    }

    /** What a command prints that ends well. */
    private String run(String typed, String command, String... arguments) throws Exception {
        List<String> line = new ArrayList<>(NodeProcess.grapevine(command));
        line.addAll(List.of(arguments));
        Path errors = folder.resolve("errors.txt");
        Process process = new ProcessBuilder(line).redirectError(errors.toFile()).start();
        process.getOutputStream().write(typed.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        return out;
    }

    private static void delete(Path lost) throws IOException {
        try (Stream<Path> files = Files.walk(lost)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @AfterEach
    void cleanUp() {
        nodes.forEach(NodeProcess::kill);
        client.close();
    }

    @Test
    void nodeThatLostItsFolderGoesOnFromThePhrase() throws Exception {
        List<Address> ports = FreePorts.find("127.0.0.1", 3);
        SecurityFolder security = SecurityFolder.open(Files.createDirectories(folder.resolve("founder")));
        RunAccess.found(security, security.deviceKey(new SecureRandom()), "test", Instant::now, new SecureRandom());
        NodeProcess founder = start("founder", ports.get(0), List.of());
        until(founder, status -> status.phase().equals("running"));
        String code = run("", "invite", "--dir", folder.resolve("founder").toString()).lines()
                .filter(line -> line.matches("[0-9A-Z-]{30,}")).findFirst().orElseThrow();

        NodeProcess lost = start("lost", ports.get(1), List.of("--invite", code, "--replicas", "1"));
        NodeStatus before = until(lost, status -> status.spare().ageSeconds() != null && status.exchanges() > 3);
        assertThat(before.spare().keepers()).hasSize(1);
        String phrase = run("", "identity", "backup", "--dir", folder.resolve("lost").toString());
        lost.kill();
        delete(folder.resolve("lost"));

        String told = run(phrase, "identity", "restore", "--join", ports.get(0).toString(), "--dir",
                folder.resolve("back").toString());
        assertThat(told).contains(before.peer(), "./grapevine node --dir ").doesNotContain(phrase.split(" ")[0]);
        NodeProcess back = start("back", ports.get(2), List.of("--replicas", "1"));
        NodeStatus after = until(back, status -> status.exchanges() > 3);
        assertThat(after.peer()).isEqualTo(before.peer());
        assertThat(after.incarnation()).isGreaterThan(FAR_ABOVE);
        assertThat(Files.readString(back.log())).containsPattern("Goes on from its checkpoint of round [1-9]")
                .doesNotContain(phrase.split(" ")[0]);
        until(founder, status -> status.peers().size() == 1);
        until(back, status -> status.spare().ageSeconds() != null);
    }
}
