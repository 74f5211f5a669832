package dev.grapevine.testbed.launch;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.words.Address;
import dev.grapevine.testbed.TestData;
import dev.grapevine.testbed.collect.NodeClient;

/** Two real processes, each with a file of its own; the second joins the first. */
abstract class TwoNodes {

    static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    final NodeClient client = new NodeClient();
    NodeProcess first;
    NodeProcess second;

    @AfterEach
    void cleanUp() {
        first.kill();
        second.kill();
        client.close();
    }

    /** Starts both. */
    void start(List<String> optionsOfFirst, List<String> optionsOfSecond) {
        List<Address> ports = FreePorts.find("127.0.0.1", 2);
        first = process("first", 1, ports.get(0), optionsOfFirst);
        List<String> joining = new ArrayList<>(List.of("--join", ports.get(0).toString()));
        joining.addAll(optionsOfSecond);
        second = process("second", 2, ports.get(1), joining);
        first.start();
        second.start();
    }

    private NodeProcess process(String id, long seed, Address port, List<String> options) {
        List<String> all = new ArrayList<>(List.of("--id", id, "--listen", port.toString(), "--data",
                TestData.csv(folder, id + ".csv", seed)));
        all.addAll(options);
        return new NodeProcess(folder.resolve(id), all);
    }

    Optional<NodeStatus> status(NodeProcess node) {
        return client.status(node);
    }

    void until(NodeProcess node, Predicate<NodeStatus> condition) {
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
