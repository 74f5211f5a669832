package dev.grapevine.testbed.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.node.http.NodeStatus;

/** Two nodes started by hand, each with a file of its own, and what happens when one dies. */
class TwoProcessesTest extends TwoNodes {

    @Test
    void process_survivesItsPeersDeathAndReturn() {
        start(List.of("--model", "mlp:8", "--localSteps", "5", "--gossip.interval", "100ms", "--evaluate",
                "every=500ms"), List.of("--evaluate", "every=500ms"));
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
}
