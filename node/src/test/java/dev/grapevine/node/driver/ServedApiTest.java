package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.node.device.DeviceLimits;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.store.NodeDirectory;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.UserMistakeException;

/** The API of a node, as served at its first start and later. */
class ServedApiTest {

    @TempDir
    private Path folder;

    /** Address of the dashboard and all notices of a node that leaves as soon as it is up. */
    private List<String> lines(String host) throws IOException {
        Path data = Files.writeString(folder.resolve("data.csv"), "x,y\n1,a\n2,b\n3,a\n4,b\n");
        List<String> lines = new CopyOnWriteArrayList<>();
        NodeDriver driver = NodeDriver.start(new NodeConfig(Optional.empty(), folder.resolve("node"),
                Optional.of(new Address("127.0.0.1", 0)), Optional.empty(), new Address(host, 0), List.of(),
                Optional.empty(),
                RunOptions.of(Map.of("data", "csv:" + data)), OptionalInt.empty(), DeviceLimits.NONE, Optional.empty()),
                new NodeListener() {
                    @Override
                    public void listening(NodeStatus status, String dashboard) {
                        lines.add(dashboard);
                    }

                    @Override
                    public void fact(Fact fact) {}

                    @Override
                    public void notice(String sentence) {
                        lines.add(sentence);
                    }

                    @Override
                    public void evaluated(NodeStatus status) {}
                });
        await().atMost(Duration.ofSeconds(60)).until(() -> !lines.isEmpty() || driver.exit().isDone());
        driver.leave();
        driver.exit().join();
        // A node whose leaving takes too long is given up, and its folder is free a little later.
        await().atMost(Duration.ofSeconds(60)).ignoreExceptionsInstanceOf(UserMistakeException.class).until(() -> {
            NodeDirectory.open(folder.resolve("node")).close();
            return true;
        });
        return lines;
    }

    @Test
    void onLoopbackItIsPlain_andTheTokenIsKept() throws IOException {
        assertThat(lines("127.0.0.1").getFirst()).startsWith("http://127.0.0.1:");
        Path token = folder.resolve("node/security/token");
        String first = Files.readString(token);
        assertThat(first).matches("[0-9a-f]{64}\n");
        assertThat(lines("127.0.0.1")).noneMatch(line -> line.contains(first.strip()));
        assertThat(token).hasContent(first);
    }

    @Test
    void otherMachinesReachItByTls_andAreToldItsCertificate() throws IOException {
        List<String> lines = lines("0.0.0.0");
        assertThat(lines.getFirst()).startsWith("https://0.0.0.0:");
        assertThat(lines).anyMatch(line -> line.matches("The certificate of the API has the SHA-256 fingerprint "
                + "[0-9A-F]{2}(:[0-9A-F]{2}){31}; for curl: --insecure --pinnedpubkey sha256//[0-9A-Za-z+/=]{44}"));
    }

    @Test
    void damagedTokenIsToldAndReplaced() throws IOException {
        lines("127.0.0.1");
        Path token = folder.resolve("node/security/token");
        Files.writeString(token, "x");
        assertThat(lines("127.0.0.1"))
                .anyMatch(line -> line.contains("token is damaged") && line.contains("put aside"));
        assertThat(Files.readString(token).strip()).matches("[0-9a-f]{64}");
        assertThat(token.resolveSibling("token.damaged")).hasContent("x");
    }
}
