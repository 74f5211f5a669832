package dev.grapevine.testbed.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.transport.Address;
import dev.grapevine.testbed.TestData;
import dev.grapevine.testbed.collect.NodeClient;

/** Two nodes started by hand, each with a file of its own, and what happens when one dies. */
class TwoProcessesTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private final NodeClient client = new NodeClient();
    private NodeProcess first;
    private NodeProcess second;

    @AfterEach
    void cleanUp() {
        first.kill();
        second.kill();
        client.close();
    }

    @Test
    void eachSurvivesTheOthersDeathAndReturn() {
        List<Address> ports = FreePorts.find("127.0.0.1", 2);
        first = new NodeProcess(folder.resolve("first"), List.of("--id", "first", "--listen", ports.get(0).toString(),
                "--data", TestData.csv(folder, "first.csv", 1), "--model", "mlp:8", "--localSteps", "5",
                "--gossip.interval", "100ms", "--evaluate", "every=500ms"));
        second = new NodeProcess(folder.resolve("second"), List.of("--id", "second", "--listen",
                ports.get(1).toString(), "--join", ports.get(0).toString(), "--data",
                TestData.csv(folder, "second.csv", 2), "--evaluate", "every=500ms"));
        first.start();
        second.start();
        until(first, status -> status.peers().contains("second") && status.exchanges() > 3 && isAccurate(status));
        until(second, status -> status.peers().contains("first") && status.exchanges() > 3 && isAccurate(status));

        second.kill();
        long rounds = status(first).orElseThrow().rounds();
        until(first, status -> status.peers().isEmpty() && status.rounds() > rounds + 5);

        second.start();
        until(second, status -> status.incarnation() == 2 && status.exchanges() > 3);
        until(first, status -> status.peers().contains("second"));

        // The founder dies as well, and finds the other one again by what it remembers.
        first.kill();
        until(second, status -> status.peers().isEmpty());
        first.start();
        until(first, status -> status.incarnation() == 2 && status.peers().contains("second")
                && status.exchanges() > 3);

        first.stop(30);
        second.stop(30);
        assertThat(folder.resolve("first/model.safetensors")).exists();
        assertThat(folder.resolve("second/model.safetensors")).exists();
    }

    private static boolean isAccurate(NodeStatus status) {
        return status.accuracy() != null && status.accuracy() > 0.85;
    }

    private Optional<NodeStatus> status(NodeProcess node) {
        return client.status(node);
    }

    private void until(NodeProcess node, Predicate<NodeStatus> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200))
                .conditionEvaluationListener(evaluated -> {
                    if (evaluated.getRemainingTimeInMS() < 1000) {
                        System.err.println(node.directory() + ": " + status(node) + " " + lastLines(node));
                    }
                }).until(() -> status(node).filter(condition).isPresent());
    }

    private static String lastLines(NodeProcess node) {
        try {
            List<String> lines = Files.readAllLines(node.log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
