package dev.grapevine.testbed.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.words.Address;
import dev.grapevine.testbed.TestData;
import dev.grapevine.testbed.collect.NodeClient;

/** Five real nodes, of which one after the other is killed and started again: nothing is merged twice or lost unbooked. */
class KillTest {

    private static final int NODES = 5;
    /** 200 in the profile 'long'. */
    private static final int KILLS = Integer.getInteger("grapevine.kills", 4);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private final List<NodeProcess> nodes = new ArrayList<>();
    private final NodeClient client = new NodeClient();
    private final RandomStream random = new RandomStream(Long.getLong("grapevine.killSeed", 4));
    private final JournalLaws laws = new JournalLaws();

    @AfterEach
    void cleanUp() {
        nodes.forEach(NodeProcess::kill);
        client.close();
    }

    /** All have the same rows: runs that nodes found apart, because the machine is slow, then come together. */
    private void startAll() {
        List<Address> addresses = FreePorts.find("127.0.0.1", NODES);
        String all = String.join(",", addresses.stream().map(Address::toString).toList());
        String data = TestData.csv(folder, "data.csv", 1);
        for (int i = 0; i < NODES; i++) {
            List<String> arguments = new ArrayList<>(List.of("--id", "node-" + i, "--listen",
                    addresses.get(i).toString(), "--data", data, "--evaluate", "every=1h", "--record",
                    journal(i).toString(), "--model", "mlp:8", "--localSteps", "400"));
            if (i > 0) {
                arguments.addAll(List.of("--join", all));
            }
            nodes.add(new NodeProcess(folder.resolve("node-" + i), arguments));
            nodes.getLast().start();
            if (i == 0) {
                until(nodes.getFirst(), status -> status.phase().equals("running"));
            }
        }
    }

    private Path journal(int node) {
        return folder.resolve("node-" + node + ".journal");
    }

    private void until(NodeProcess node, Predicate<NodeStatus> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).conditionEvaluationListener(evaluated -> {
            if (evaluated.getRemainingTimeInMS() < 1000) {
                nodes.forEach(each -> System.err.println(each.directory() + ": " + client.status(each) + " "
                        + each.lastWords()));
            }
        }).until(() -> {
            assertThat(node.isAlive()).as("%s: %s", node.directory(), node.lastWords()).isTrue();
            return client.status(node).filter(condition).isPresent();
        });
    }

    @Test
    void killedNodes_comeBack_andMergeNothingTwice() throws IOException {
        startAll();
        for (NodeProcess node : nodes) {
            until(node, status -> status.phase().equals("running") && status.exchanges() > 0);
        }
        for (int kill = 0; kill < KILLS; kill++) {
            int victim = random.nextInt(NODES);
            NodeProcess node = nodes.get(victim);
            switch (random.nextInt(3)) {
                // While it starts, or searches, or copies.
                case 0 -> until(node, status -> true);
                case 1 -> until(node, status -> status.phase().equals("running"));
                default -> {
                    int more = random.nextInt(20);
                    until(node, status -> status.exchanges() > more);
                }
            }
            node.kill();
            takeJournal(victim, kill);
            node.start();
        }
        for (NodeProcess node : nodes) {
            until(node, status -> status.phase().equals("running") && status.exchanges() > 3
                    && status.peers().size() == NODES - 1);
        }
        for (int i = 0; i < NODES; i++) {
            nodes.get(i).kill();
            takeJournal(i, KILLS);
        }
        laws.compareSides();
        assertThat(laws.lives()).isBetween(NODES, NODES + KILLS);
        assertThat(laws.transfers()).isGreaterThan(10);
        assertThat(laws.steps()).isGreaterThan(1000);
        laws.forgetLives();
        assertThatThrownBy(() -> laws.replay(journal(0))).as("the laws can fail: all transfers happen once more")
                .isInstanceOf(AssertionError.class).hasMessageContaining("moved before");
    }

    /** A life that had not begun its journal has left that of the life before. */
    private void takeJournal(int node, int kill) throws IOException {
        Path copy = folder.resolve("node-" + node + "-" + kill + ".journal");
        if (Files.exists(journal(node)) && Files.size(journal(node)) > 0) {
            Files.copy(journal(node), copy, StandardCopyOption.REPLACE_EXISTING);
            laws.replay(copy);
            Files.delete(copy);
        }
    }
}
