package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.node.device.DeviceLimits;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.words.Address;

/** A dashboard stays where it was, so that a person can keep its address. */
class KeptPortTest {

    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path folder;

    private static final class Started implements NodeListener {
        private final CompletableFuture<String> dashboard = new CompletableFuture<>();

        @Override
        public void listening(NodeStatus status, String api) {
            dashboard.complete(api);
        }

        @Override
        public void fact(Fact fact) {}

        @Override
        public void notice(String sentence) {}

        @Override
        public void evaluated(NodeStatus status) {}
    }

    /** The address of the dashboard of a node whose folder says that it was at a port. */
    private String dashboardAfter(int port, Address wanted) throws Exception {
        Files.writeString(folder.resolve("process.properties"), "pid=1\nhttp=127.0.0.1:" + port + "\n");
        Started started = new Started();
        NodeDriver driver = NodeDriver.start(new NodeConfig(Optional.empty(), folder,
                Optional.of(new Address("127.0.0.1", 0)), Optional.empty(), wanted, List.of(), Optional.empty(),
                RunOptions.of(Map.of()), OptionalInt.empty(), DeviceLimits.NONE, Optional.empty()), started);
        try {
            return started.dashboard.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } finally {
            driver.leave();
            driver.exit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static ServerSocket bound() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @Test
    void portOfBeforeIsTakenAgain() throws Exception {
        int port;
        try (ServerSocket free = bound()) {
            port = free.getLocalPort();
        }
        assertThat(dashboardAfter(port, new Address("127.0.0.1", 0))).isEqualTo("http://127.0.0.1:" + port);
    }

    @Test
    void anotherPortIsTakenWhereSomebodyHasIt() throws Exception {
        try (ServerSocket held = bound()) {
            assertThat(dashboardAfter(held.getLocalPort(), new Address("127.0.0.1", 0)))
                    .startsWith("http://127.0.0.1:").doesNotEndWith(":" + held.getLocalPort());
        }
    }
}
