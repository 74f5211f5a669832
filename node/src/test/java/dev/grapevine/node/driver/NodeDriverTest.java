package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.hazelcast.core.Hazelcast;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.charter.RunIdentity;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.leaving.Leaving;
import dev.grapevine.gossip.message.MessageTable;
import dev.grapevine.gossip.message.MessageType;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.gossip.wire.MalformedFrameException;
import dev.grapevine.node.cli.DataCommand;
import dev.grapevine.node.device.DeviceLimits;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.membership.Membership;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.source.DataSource;
import dev.grapevine.node.replica.format.Safetensors;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.run.SchemaFile;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.SelfDescription;
import dev.grapevine.node.store.CheckpointFile;
import dev.grapevine.node.transport.ProtocolVersions;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.UserMistakeException;

/** Whole nodes with sockets, membership and disk, several in one process. */
class NodeDriverTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** In bytes a second: less than two idle nodes would send. */
    private static final long LIMIT = 4000;

    @TempDir
    private Path folder;

    private final List<TestNode> nodes = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    /** A node and the news that it reported. */
    private final class TestNode implements NodeListener {
        private final List<String> notices = new CopyOnWriteArrayList<>();
        private final String name;
        private final NodeDriver driver;
        private final List<Fact> facts = new CopyOnWriteArrayList<>();
        /** Holds up the event loop until it is zero. */
        private volatile CountDownLatch stuck = new CountDownLatch(0);
        private volatile String dashboard;

        TestNode(String name, int port, Map<String, String> options, Address... joins) {
            this(name, port, options, PeerProtocol::step, joins);
        }

        TestNode(String name, int port, Map<String, String> options, NodeDriver.Steps steps, Address... joins) {
            nodes.add(this);
            this.name = name;
            driver = NodeDriver.start(new NodeConfig(Optional.of(name), folder.resolve(name),
                    Optional.of(new Address("127.0.0.1", port)), Optional.empty(), new Address("127.0.0.1", 0),
                    List.of(joins), Optional.empty(), RunOptions.of(options), OptionalInt.empty(), DeviceLimits.NONE,
                    Optional.empty()),
                    this, steps, ProtocolVersions.OWN);
        }

        @Override
        public void listening(NodeStatus status, String api) {
            dashboard = api;
        }

        @Override
        public void fact(Fact fact) {
            facts.add(fact);
            try {
                stuck.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void notice(String sentence) {
            notices.add(sentence);
        }

        @Override
        public void evaluated(NodeStatus status) {}

        NodeStatus status() {
            try {
                return new JsonMapper().readValue(get("/status").body(), NodeStatus.class);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        HttpResponse<byte[]> get(String path) {
            return ask(HttpRequest.newBuilder(URI.create(dashboard + path)).build());
        }

        void post(String path) {
            assertThat(ask(HttpRequest.newBuilder(URI.create(dashboard + path)).header("X-Grapevine", "1")
                    .POST(HttpRequest.BodyPublishers.noBody()).build()).statusCode()).isEqualTo(202);
        }

        void awaitRunning() {
            await().atMost(PATIENCE).until(() -> dashboard != null && status().phase().equals("running"));
        }

        NodeDriver.Exit awaitExit() {
            await().atMost(PATIENCE).until(() -> driver.exit().isDone());
            return driver.exit().join();
        }
    }

    private HttpResponse<byte[]> ask(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stopAll() {
        nodes.forEach(node -> node.driver.leave());
        nodes.forEach(TestNode::awaitExit);
        http.close();
    }

    /** Nobody learns to speak of, so that each replica is the model that the run started from. */
    @Test
    void joinerCopiesTheModelThatTheRunStartsFrom() throws IOException {
        RunSetup setup = RunSetup.found(RunOptions.of(Map.of("data", csv("a", 1, 0), "model", "mlp:8")));
        Path file = folder.resolve("start.safetensors");
        float[] start = new float[setup.network().layout().parameters()];
        Arrays.fill(start, 0.25f);
        Safetensors.write(file, setup.network().layout(), start, setup.metadata());
        int port = freePort();
        TestNode founder = new TestNode("founder", port,
                Map.of("data", csv("a", 1, 0), "init", file.toString(), "learningRate", "0.0000001"));
        TestNode joiner = new TestNode("joiner", 0, Map.of("data", csv("b", 2, 5), "learningRate", "0.0000001"),
                new Address("127.0.0.1", port));
        founder.awaitRunning();
        joiner.awaitRunning();
        for (TestNode node : List.of(founder, joiner)) {
            float[] replica = Safetensors.decode(node.get("/model?of=replica").body()).parameters();
            for (float parameter : replica) {
                assertThat(parameter).isBetween(0.2f, 0.3f);
            }
        }
        assertThat(founder.notices).contains("Starts from the model in " + file);

        HttpResponse<byte[]> predicted = ask(HttpRequest.newBuilder(URI.create(joiner.dashboard + "/predict"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"rows\": [[1, 2], [3, 4]]}")).build());
        assertThat(predicted.statusCode()).isEqualTo(200);
        assertThat(new JsonMapper().readTree(predicted.body()).get("predictions")).hasSize(2)
                .allMatch(row -> row.get("probabilities").size() == 2);
        HttpResponse<byte[]> refused = ask(HttpRequest.newBuilder(URI.create(joiner.dashboard + "/predict"))
                .POST(HttpRequest.BodyPublishers.ofString("[[1, \"x\"]]")).build());
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("request row 1: column");
    }

    @Test
    void twoNodesLearnTogetherAndLeave() throws IOException {
        int port = freePort();
        TestNode founder = new TestNode("founder", port, options(csv("a", 1, 0)));
        TestNode joiner = new TestNode("joiner", 0, Map.of("data", csv("b", 2, 5), "evaluate", "every=200ms"),
                new Address("127.0.0.1", port));
        founder.awaitRunning();
        joiner.awaitRunning();
        await().atMost(PATIENCE).until(founder::status, status -> status.exchanges() > 3);
        await().atMost(PATIENCE).until(joiner::status,
                status -> status.exchanges() > 3 && status.accuracy() != null && status.accuracy() > 0.8);

        assertThat(founder.status().peers()).containsExactly("joiner");
        assertThat(founder.get("/health").statusCode()).isEqualTo(200);
        assertThat(new String(founder.get("/peers").body())).contains("\"name\":\"joiner\"");
        assertThat(new String(founder.get("/").body())).contains("<title>Grapevine node</title>");
        assertThat(joiner.status().model()).as("adopted with the charter").isEqualTo("mlp:8");
        Safetensors.Model served = Safetensors.decode(founder.get("/model").body());
        Safetensors.Model joined = Safetensors.decode(joiner.get("/model?of=replica").body());
        assertThat(joined.layout()).isEqualTo(served.layout());
        assertThat(joined.metadata()).as("the joiner scales as the founder does").isEqualTo(served.metadata());

        joiner.post("/leave");
        assertThat(joiner.awaitExit().code()).isZero();
        await().atMost(PATIENCE).until(() -> founder.status().peers().isEmpty());
        assertThat(Safetensors.read(folder.resolve("joiner/model.safetensors")).layout()).isEqualTo(served.layout());
    }

    @Test
    void sentBytesStayBelowLimit() throws IOException {
        int port = freePort();
        long start = System.nanoTime();
        Map<String, String> options = options(csv("a", 1, 0));
        options.put("gossip.interval", "0");
        options.put("model", "mlp:64");
        options.put("gossip.bandwidthLimit", LIMIT / 1000 + "KB/s");
        TestNode founder = new TestNode("founder", port, options);
        TestNode joiner = new TestNode("joiner", 0, Map.of("data", csv("b", 2, 5)), new Address("127.0.0.1", port));
        await().atMost(PATIENCE).until(() -> founder.dashboard != null && founder.status().bytesSent() > 4 * LIMIT);
        for (TestNode node : List.of(founder, joiner)) {
            double bytes = node.status().bytesSent();
            double seconds = (System.nanoTime() - start) / 1e9;
            assertThat(bytes).as("messages of joining are not limited").isLessThan(LIMIT * (1.05 * seconds + 2));
        }
    }

    @Test
    void nodesAgreeOnSchemaFromSums() throws IOException {
        Address[] all = {new Address("127.0.0.1", freePort()), new Address("127.0.0.1", freePort()),
                new Address("127.0.0.1", freePort())};
        List<String> data = List.of(csv("a", "x,kind,label\n1,red,no\n2,red,yes\n4,red,no\n"),
                csv("b", "x,kind,label\n100,green,yes\n200,red,maybe\n"),
                csv("c", "x,kind,label\n-30,blue,no\n0.5,?,yes\n"));
        for (int i = 0; i < all.length; i++) {
            new TestNode("n" + i, all[i].port(), options(data.get(i)), all);
        }
        nodes.forEach(TestNode::awaitRunning);

        Schema union = DataSource.parse(csv("union", "x,kind,label\n1,red,no\n2,red,yes\n4,red,no\n"
                + "100,green,yes\n200,red,maybe\n-30,blue,no\n0.5,?,yes\n")).describe();
        for (TestNode node : nodes) {
            assertThat(Safetensors.decode(node.get("/model").body()).metadata()).containsEntry("schema",
                    union.toJson());
        }
        assertThat(nodes).as("the smallest identity founds").filteredOn(node -> node.notices.stream()
                .anyMatch(notice -> notice.matches("No node answers with a run: founds one that suits its data and, by"
                        + " their sums, that of n., n.")))
                .hasSize(1);
        assertThat(merged(data)).isEqualTo(union);
    }

    /** The schema that the command data makes from the same files. */
    private Schema merged(List<String> data) {
        List<String> arguments = new ArrayList<>(List.of("--merge"));
        for (String word : data) {
            Path sums = folder.resolve("sums" + arguments.size() + ".json");
            data(word, "--sums", sums.toString());
            arguments.add(sums.toString());
        }
        Path schema = folder.resolve("schema.json");
        arguments.addAll(List.of("--schema", schema.toString()));
        data(arguments.toArray(String[]::new));
        return SchemaFile.read(schema);
    }

    private static void data(String... arguments) {
        CommandLine command = new CommandLine(new DataCommand()).setOut(new PrintWriter(Writer.nullWriter()));
        assertThat(command.execute(arguments)).isZero();
    }

    @Test
    void nodeWithUnsuitableSumsIsRefused() throws IOException {
        Address[] all = {new Address("127.0.0.1", freePort()), new Address("127.0.0.1", freePort())};
        Map<String, String> columns = Map.of("n0", "x", "n1", "z");
        for (int i = 0; i < all.length; i++) {
            new TestNode("n" + i, all[i].port(),
                    options(csv("n" + i, columns.get("n" + i) + ",label\n1,no\n2,yes\n")), all);
        }
        // The smallest identity founds: the identities are drawn.
        await().atMost(PATIENCE).until(() -> nodes.stream().anyMatch(node -> node.driver.exit().isDone()));
        TestNode other = nodes.stream().filter(node -> node.driver.exit().isDone()).findFirst().orElseThrow();
        TestNode founder = nodes.stream().filter(node -> node != other).findFirst().orElseThrow();
        founder.awaitRunning();
        assertThat(founder.notices)
                .contains("The data sums of " + other.name + " are left out: only one part has the column '"
                        + columns.get(founder.name) + "'");
        NodeDriver.Exit exit = other.awaitExit();
        assertThat(exit.code()).isEqualTo(2);
        assertThat(exit.sentence()).contains(other.name + ".csv").contains("'" + columns.get(founder.name) + "'");
    }

    /** All rows are for training, and for testing as well. */
    private String csv(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".csv"), text);
        return "csv:" + file + ",test=" + file;
    }

    @Test
    void restartGoesOnFromCheckpoint() {
        TestNode first = new TestNode("phoenix", 0, options(csv("a", 1, 0)));
        first.awaitRunning();
        await().atMost(PATIENCE).until(() -> first.status().rounds() > 5);
        first.post("/pause");
        await().atMost(PATIENCE).until(() -> {
            long rounds = first.status().rounds();
            return first.status().rounds() == rounds && first.status().rounds() == rounds;
        });
        long rounds = first.status().rounds();
        first.post("/leave");
        assertThat(first.awaitExit()).isEqualTo(new NodeDriver.Exit(0,
                "The model is in " + folder.resolve("phoenix/model.safetensors")));

        TestNode second = new TestNode("ignored", 0, options(csv("a", 1, 0)));
        second.awaitRunning();
        assertThat(second.notices).as("another folder is another node")
                .noneMatch(notice -> notice.startsWith("Goes on from its checkpoint"));

        Map<String, String> options = options(csv("a", 1, 0));
        TestNode again = new TestNode("phoenix", 0, options);
        await().atMost(PATIENCE).until(() -> again.dashboard != null && again.status().rounds() > rounds);
        assertThat(again.status().incarnation()).isEqualTo(2);
        assertThat(again.notices).anyMatch(notice -> notice.startsWith("Goes on from its checkpoint of round "));
    }

    /** Peers remember more of the node than it does itself: it copies their replica in a life that they accept. */
    @Test
    void nodeGoesOnFromOlderCheckpointOrWithoutAny() throws IOException {
        int port = freePort();
        new TestNode("founder", port, options(csv("a", 1, 0))).awaitRunning();
        Map<String, String> options = Map.of("data", csv("b", 2, 5));
        TestNode first = new TestNode("unlucky", 0, options, new Address("127.0.0.1", port));
        awaitExchanges(first, 1);
        first.post("/checkpoint");
        await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("unlucky/checkpoint.previous.bin")));
        first.post("/leave");
        first.awaitExit();
        Path newest = folder.resolve("unlucky/checkpoint.bin");
        byte[] torn = Files.readAllBytes(newest);
        Files.write(newest, Arrays.copyOf(torn, torn.length / 2));
        TestNode second = new TestNode("unlucky", 0, options, new Address("127.0.0.1", port));
        awaitExchanges(second, 2);
        assertThat(second.notices).filteredOn(notice -> notice.startsWith("The file " + newest + " is damaged: "))
                .singleElement().asString().contains(": goes on from the checkpoint before, of round ");
        assertThat(second.status().checkpoints().ageSeconds()).isNotNull();
        assertThat(second.status().security()).as("a node on loopback").isNull();
        second.post("/leave");
        second.awaitExit();

        Files.write(newest, new byte[0]);
        Files.write(folder.resolve("unlucky/checkpoint.previous.bin"), new byte[100]);
        Files.delete(folder.resolve("unlucky/identity.properties"));
        TestNode third = new TestNode("unlucky", 0, Map.of("data", csv("b", 2, 5)));
        await().atMost(PATIENCE).until(() -> third.dashboard != null && third.status().exchanges() > 3);
        assertThat(third.notices).anyMatch(notice -> notice.endsWith("): joins the run anew"))
                .anyMatch(
                        notice -> notice.contains("identity.properties is missing: the identity follows from the key"));
        assertThat(third.status().incarnation()).isGreaterThan(1000);
        assertThat(runOf("unlucky")).isEqualTo(runOf("founder"));
    }

    /** It may be that its peers are only late. */
    @Test
    void nodeWithoutWholeCheckpointFoundsNoRun() throws IOException {
        Map<String, String> options = options(csv("a", 1, 0));
        TestNode first = new TestNode("lonely", 0, options);
        first.awaitRunning();
        first.post("/leave");
        first.awaitExit();
        for (String name : List.of("checkpoint.bin", "checkpoint.previous.bin")) {
            Files.write(folder.resolve("lonely").resolve(name), new byte[100]);
        }
        Files.writeString(folder.resolve("lonely/peers.txt"), "127.0.0.1:" + freePort() + "\n");
        TestNode again = new TestNode("lonely", 0, options);
        NodeDriver.Exit exit = again.awaitExit();
        assertThat(exit.code()).isEqualTo(2);
        assertThat(exit.sentence()).startsWith("No checkpoint can be used (").endsWith(" to found another run")
                .contains(folder.resolve("lonely/checkpoint.previous.bin").toString());
        assertThat(again.notices).noneMatch(notice -> notice.contains("founds one"));
    }

    private void awaitExchanges(TestNode node, long life) {
        await().atMost(PATIENCE).until(() -> node.dashboard != null && node.status().incarnation() == life);
        await().atMost(PATIENCE).until(() -> {
            long before = node.status().exchanges();
            await().atMost(PATIENCE).until(() -> node.status().exchanges() > before + 3);
            return node.status().incarnation() == life;
        });
    }

    private void identity(String name, long life) throws IOException {
        Files.createDirectories(folder.resolve(name));
        Files.writeString(folder.resolve(name).resolve("identity.properties"),
                "peer=" + name + "\nincarnation=" + (life << Integer.SIZE) + "\n");
    }

    @Test
    void nodeWithOldFolderIsHeardAgain() throws IOException {
        int port = freePort();
        TestNode founder = new TestNode("founder", port, options(csv("a", 1, 0)));
        founder.awaitRunning();
        identity("old", 6);
        Map<String, String> options = Map.of("data", csv("b", 2, 5));
        TestNode before = new TestNode("old", 0, options, new Address("127.0.0.1", port));
        awaitExchanges(before, 7);
        before.post("/leave");
        before.awaitExit();
        identity("old", 2);
        TestNode again = new TestNode("old", 0, options, new Address("127.0.0.1", port));
        awaitExchanges(again, 8);
        assertThat(again.notices).anyMatch(notice -> notice.startsWith("Its folder is older than what its peers"));
        assertThat(founder.status().incarnation()).isEqualTo(1);
    }

    private String runOf(String name) throws IOException {
        Path newest = folder.resolve(name).resolve("checkpoint.bin");
        try {
            return CheckpointFile.decode(Files.readAllBytes(newest)).charter().run();
        } catch (NoSuchFileException e) {
            // Between two renames there is only the generation before.
            return CheckpointFile.decode(Files.readAllBytes(newest.resolveSibling("checkpoint.previous.bin"))).charter()
                    .run();
        }
    }

    @Test
    void twoFoundersComeTogether() throws IOException {
        int port = freePort();
        TestNode older = new TestNode("older", port, options(csv("a", 1, 0)));
        older.awaitRunning();
        TestNode younger = new TestNode("younger", 0, options(csv("a", 1, 0)));
        younger.awaitRunning();
        await().atMost(PATIENCE).until(() -> younger.status().rounds() > 5);
        younger.post("/leave");
        younger.awaitExit();
        String left = runOf("younger");
        TestNode again = new TestNode("younger", 0, options(csv("a", 1, 0)), new Address("127.0.0.1", port));
        awaitExchanges(again, 3);
        assertThat(again.notices).anyMatch(notice -> notice.startsWith("Begins anew in the other run."));
        await().atMost(PATIENCE).until(() -> runOf("younger").equals(runOf("older")));
        assertThat(left).hasSize(RunIdentity.LENGTH).isGreaterThan(runOf("older"));
        assertThat(CheckpointFile.decode(Files.readAllBytes(folder.resolve("younger/checkpoint.bin.other-run")))
                .charter().run()).as("what was learned apart").isEqualTo(left);
        assertThat(older.status().incarnation()).as("it stays").isEqualTo(1);
    }

    @Test
    void copyOfFolderStopsAndOriginalGoesOn() throws IOException {
        int port = freePort();
        TestNode founder = new TestNode("founder", port, options(csv("a", 1, 0)));
        founder.awaitRunning();
        Map<String, String> options = Map.of("data", csv("b", 2, 5));
        TestNode original = new TestNode("original", 0, options, new Address("127.0.0.1", port));
        awaitExchanges(original, 1);
        Files.createDirectories(folder.resolve("copy/security"));
        for (String name : List.of("identity.properties", "checkpoint.bin", "security/device.key")) {
            Files.copy(folder.resolve("original").resolve(name), folder.resolve("copy").resolve(name));
        }
        TestNode copy = new TestNode("copy", 0, options, new Address("127.0.0.1", port));
        NodeDriver.Exit exit = copy.awaitExit();
        assertThat(exit.sentence()).startsWith("Another node has the key of copy and joined earlier")
                .contains(folder.resolve("copy/identity*.properties").toString());
        assertThat(exit.code()).isEqualTo(2);
        assertThat(original.notices).anyMatch(notice -> notice.contains("that node has to stop"));
        // Peers remember the copy now.
        awaitExchanges(original, 3);
    }

    @Test
    void pausedNodeDoesNotTrain() {
        TestNode node = new TestNode("lazy", 0, options(csv("a", 1, 0)));
        node.awaitRunning();
        node.post("/pause");
        await().atMost(PATIENCE).during(Duration.ofMillis(500))
                .until(() -> node.status().rounds(), rounds -> rounds == node.status().rounds());
        long rounds = node.status().rounds();
        node.post("/checkpoint");
        await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("lazy/checkpoint.bin")));
        node.post("/resume");
        await().atMost(PATIENCE).until(() -> node.status().rounds() > rounds);
    }

    /** Vert.x would answer 500 for an exception in a handler; it must stop the node instead. */
    @ParameterizedTest
    @ValueSource(strings = {"/pause", "/resume", "/checkpoint", "/leave"})
    void exceptionInStepStopsNode(String path) {
        TestNode node = new TestNode("broken", 0, options(csv("a", 1, 0)), (protocol, now, event) -> {
            if (event.getClass().getSimpleName().toLowerCase(Locale.ROOT).startsWith(path.substring(1))) {
                if (path.equals("/pause")) {
                    throw new AssertionError((Object) path);
                }
                throw new IllegalStateException(path);
            }
            return protocol.step(now, event);
        });
        node.awaitRunning();
        try {
            node.post(path);
        } catch (AssertionError e) {
            // The server may close before it has answered.
        }
        NodeDriver.Exit exit = node.awaitExit();
        assertThat(exit.code()).isEqualTo(1);
        assertThat(exit.sentence()).startsWith("Stopped by a bug: java.lang.").endsWith(path);
    }

    /** The connection is closed and opened again; lost messages are sent again. */
    @Test
    void missingMemoryForFrameIsNoBug() throws IOException {
        int port = freePort();
        FrameCodec poor = new FrameCodec(new MessageTable(List.of(new MessageType<>(10, Leaving.class, (m, out) -> {},
                in -> {
                    throw new OutOfMemoryError("Java heap space");
                }, m -> ""))), 100);
        AtomicInteger frames = new AtomicInteger();
        TestNode founder = new TestNode("founder", port, options(csv("a", 1, 0)), (protocol, now, event) -> {
            if (event instanceof Event.MessageArrived && frames.incrementAndGet() == 3) {
                try {
                    poor.decode(new byte[]{FrameCodec.VERSION, 1, 1, 10});
                } catch (MalformedFrameException e) {
                    throw new AssertionError(e);
                }
            }
            return protocol.step(now, event);
        });
        TestNode joiner = new TestNode("joiner", 0, Map.of("data", csv("b", 2, 5)), new Address("127.0.0.1", port));
        joiner.awaitRunning();
        await().atMost(PATIENCE).until(() -> frames.get() > 10);
        await().atMost(PATIENCE).until(joiner::status, status -> status.exchanges() > 3);
        assertThat(founder.notices)
                .contains("The connection from joiner was closed: no memory to read a frame of 4 bytes");
        assertThat(founder.driver.exit()).isNotDone();
    }

    /** Takes hours alone. */
    private Map<String, String> endlessRound() {
        Map<String, String> options = options(csv("a", 1, 0));
        options.put("model", "mlp:8192");
        options.put("batch", "256");
        options.put("localSteps", "1000000");
        // No step makes the loss rise, however few there is time for: such a round would not be installed.
        options.put("learningRate", "0.0001");
        return options;
    }

    @Test
    void leavingCutsRoundShort() {
        CountDownLatch begun = new CountDownLatch(1);
        TestNode node = new TestNode("busy", 0, endlessRound(), (protocol, now, event) -> {
            List<Effect> effects = protocol.step(now, event);
            if (effects.stream().anyMatch(Effect.StartRound.class::isInstance)) {
                begun.countDown();
            }
            return effects;
        });
        await().atMost(PATIENCE).until(() -> begun.getCount() == 0);
        node.post("/leave");
        assertThat(node.awaitExit()).isEqualTo(new NodeDriver.Exit(0,
                "The model is in " + folder.resolve("busy/model.safetensors")));
        assertThat(node.facts).last().isInstanceOfSatisfying(Fact.RoundInstalled.class,
                round -> assertThat(round.steps()).isBetween(1, 999_999));
        assertThat(folder.resolve("busy/checkpoint.bin")).exists();
    }

    /** The event loop is stuck. */
    @Test
    void stuckNodeStopsAtDeadline() {
        TestNode node = new TestNode("stuck", 0, options(csv("a", 1, 0)));
        node.awaitRunning();
        node.stuck = new CountDownLatch(1);
        try {
            node.driver.leave();
            NodeDriver.Exit exit = node.awaitExit();
            assertThat(exit.code()).isEqualTo(1);
            assertThat(exit.sentence()).startsWith("Leaving took longer than 5 s");
        } finally {
            node.stuck.countDown();
        }
    }

    /** A folder in place of a file fails as a full disk does, even for a user who may write everywhere. */
    @Test
    void fullDiskDelaysWritesOnly() throws IOException {
        Path own = folder.resolve("full");
        List<Path> inTheWay = new ArrayList<>();
        for (String name : List.of("checkpoint.bin", "process.properties", "peers.txt", "model.safetensors")) {
            inTheWay.add(Files.createDirectories(own.resolve(name + ".unfinished")));
        }
        int port = freePort();
        TestNode node = new TestNode("full", port, options(csv("a", 1, 0)));
        node.awaitRunning();
        new TestNode("other", 0, options(csv("b", 2, 0)), new Address("127.0.0.1", port)).awaitRunning();
        node.post("/checkpoint");
        for (String what : List.of("its checkpoint", "process.properties", "peers.txt")) {
            await().atMost(PATIENCE).until(() -> node.notices.stream()
                    .anyMatch(notice -> notice.startsWith("Cannot write " + what + " and tries again: ")));
        }
        long rounds = node.status().rounds();
        await().atMost(PATIENCE).until(() -> node.status().rounds() > rounds);
        node.post("/checkpoint");
        for (Path path : inTheWay.subList(0, 3)) {
            Files.delete(path);
        }
        await().atMost(PATIENCE).until(() -> {
            node.post("/checkpoint");
            return node.notices.contains("Can write its checkpoint again")
                    && node.notices.contains("Can write process.properties again");
        });
        // Between two renames there is only the generation before.
        await().atMost(PATIENCE).until(() -> Files.exists(own.resolve("checkpoint.bin")));
        assertThat(own.resolve("process.properties")).exists();
        assertThat(node.notices.stream().filter(notice -> notice.startsWith("Cannot write its checkpoint"))).hasSize(1);
        node.post("/leave");
        NodeDriver.Exit exit = node.awaitExit();
        assertThat(exit.code()).isZero();
        assertThat(exit.sentence()).startsWith("The model cannot be written to ");
    }

    @Test
    void stopRuleEndsNode() {
        Map<String, String> options = options(csv("a", 1, 0));
        options.put("stop", "rounds=4");
        NodeDriver.Exit exit = new TestNode("short", 0, options).awaitExit();
        assertThat(exit.code()).isZero();
        assertThat(exit.sentence()).endsWith("short/model.safetensors");
    }

    /** Its training labels are the opposite of its test labels: the longer it learns, the worse it is. */
    @Test
    void muchWorseFinalModelLeavesBest() throws IOException {
        csv("right", 1, 0);
        Path right = folder.resolve("right.csv");
        Path wrong = Files.writeString(folder.resolve("wrong.csv"),
                Files.readString(right).replace("above", "?").replace("below", "above").replace("?", "below"));
        Map<String, String> options = options("csv:" + wrong + ",test=" + right);
        options.put("evaluate", "every=1ms");
        options.put("serve", "0");
        options.put("stop", "rounds=60");
        NodeDriver.Exit exit = new TestNode("misled", 0, options).awaitExit();
        Path best = folder.resolve("misled/model.safetensors");
        Path last = folder.resolve("misled/model-last.safetensors");
        assertThat(exit.code()).isEqualTo(2);
        assertThat(exit.sentence()).startsWith("The run ended with accuracy 0.")
                .contains("is in " + best + ", the last one in " + last);
        assertThat(Safetensors.read(best).parameters()).isNotEqualTo(Safetensors.read(last).parameters());
    }

    /** As a later version with one more gossip strategy would write it. */
    @Test
    void checkpointOfLaterVersionIsMistake() throws IOException {
        Map<String, String> options = options(csv("a", 1, 0));
        options.put("stop", "rounds=4");
        assertThat(new TestNode("later", 0, options).awaitExit().code()).isZero();
        Path file = folder.resolve("later/checkpoint.bin");
        CheckpointFile whole = CheckpointFile.decode(Files.readAllBytes(file));
        byte[] known = whole.snapshot();
        byte[] section = "\5talks\1\0\0\0\0".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer more = ByteBuffer.allocate(known.length + section.length).put(known).put(section);
        more.put(1, (byte) (more.get(1) + 1));
        Files.write(file, new CheckpointFile(whole.charter(), more.array(), whole.trainer(), whole.steps()).encode());
        assertThat(new TestNode("later", 0, options).awaitExit()).isEqualTo(new NodeDriver.Exit(2,
                "The checkpoint cannot be used: its section 'talks' is unknown to this version of Grapevine: remove "
                        + file + " and " + folder.resolve("later/checkpoint.previous.bin") + " to join the run anew"));
        Files.write(file, new CheckpointFile(whole.charter(), new byte[]{9, 9, 9}, whole.trainer(), whole.steps())
                .encode());
        assertThat(new TestNode("later", 0, options).awaitExit()).isEqualTo(new NodeDriver.Exit(2,
                "The checkpoint cannot be used: it is of another version of the protocol: remove " + file
                        + " and " + folder.resolve("later/checkpoint.previous.bin") + " to join the run anew"));
    }

    @Test
    void otherModelThanTheRunsIsMistake() throws IOException {
        int port = freePort();
        new TestNode("founder", port, options(csv("a", 1, 0))).awaitRunning();
        NodeDriver.Exit exit = new TestNode("other", 0, Map.of("data", csv("b", 2, 0), "model", "mlp:9"),
                new Address("127.0.0.1", port)).awaitExit();
        assertThat(exit).isEqualTo(new NodeDriver.Exit(2, "The run that founder takes part in is another one: "
                + "model is mlp:9 here and mlp:8 there"));
    }

    @Test
    void unsuitableDataIsMistake() throws IOException {
        int port = freePort();
        new TestNode("founder", port, options(csv("a", 1, 0))).awaitRunning();
        Path other = Files.writeString(folder.resolve("other.csv"), "u,v,label\n1,2,red\n3,4,green\n");
        NodeDriver.Exit exit = new TestNode("other", 0, Map.of("data", "csv:" + other),
                new Address("127.0.0.1", port)).awaitExit();
        assertThat(exit.code()).isEqualTo(2);
        assertThat(exit.sentence()).contains("other.csv");
    }

    /** A caller may be anybody, whatever it claims. */
    @Test
    void strangersNeverStopJoiningNode() throws IOException {
        int port = freePort();
        TestNode node = new TestNode("seeker", port, options(csv("a", 1, 0)), new Address("127.0.0.1", freePort()));
        await().atMost(PATIENCE).until(() -> node.dashboard != null && node.status().phase().equals("enrolling"));
        for (int i = 0; i < 50; i++) {
            for (byte[] opening : List.of(new byte[]{0, 0, 0, 6, 'G', 'R', 'P', 'V', 2, 'x'},
                    new byte[]{0, 0, 0, 16, 'G', 'R', 'P', 'V', 0, 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 'y'},
                    new byte[]{0, 0, 0, 3, 'a', 'b', 'c'}, new byte[]{-1, 0, 0, 0})) {
                try (Socket socket = new Socket("127.0.0.1", port)) {
                    socket.getOutputStream().write(opening);
                    socket.shutdownOutput();
                    drain(socket);
                }
            }
        }
        node.awaitRunning();
        assertThat(node.notices).anyMatch(notice -> notice.startsWith("x speaks protocol version 2, this node"));
        assertThat(node.notices).as("150 were refused").hasSizeLessThan(15);
    }

    private static void drain(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            // A reset ends the connection too.
        }
    }

    @Test
    void refusalAtJoinAddressIsMistake() throws Exception {
        try (OldNode old = new OldNode(Optional.empty())) {
            TestNode node = new TestNode("seeker", 0, options(csv("a", 1, 0)), old.bound);
            NodeDriver.Exit exit = node.awaitExit();
            assertThat(exit.code()).isEqualTo(2);
            assertThat(exit.sentence()).startsWith("old at " + old.bound + " speaks protocol version 3, this node ");
        }
    }

    /** Its address is from membership, not from the user. */
    @Test
    void refusalOfMemberIsNotice() throws Exception {
        try (OldNode other = new OldNode(Optional.empty()); OldNode old = new OldNode(Optional.of(other.bound))) {
            TestNode node = new TestNode("seeker", 0, options(csv("a", 1, 0)), old.bound);
            await().atMost(PATIENCE).until(() -> node.notices.stream()
                    .anyMatch(notice -> notice.startsWith("old at " + other.bound + " speaks protocol version 3")));
            node.awaitRunning();
        }
    }

    /** Another node at an address of --join has a run. */
    @Test
    void refusalIsHarmlessWhereAnotherAnswers() throws Exception {
        Address there = new Address("127.0.0.1", freePort());
        new TestNode("founder", there.port(), options(csv("a", 1, 0))).awaitRunning();
        try (OldNode old = new OldNode(Optional.empty(), there)) {
            TestNode node = new TestNode("seeker", 0, options(csv("b", 2, 0)), old.bound, there);
            node.awaitRunning();
            await().atMost(PATIENCE).until(() -> node.status().exchanges() > 0);
        }
    }

    /** A member that answers as nodes of 0.1 do. */
    private static final class OldNode implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        private final Address bound = new Address("127.0.0.1", server.getLocalPort());
        private final Membership membership;

        OldNode(Optional<Address> says, Address... joins) throws Exception {
            DeviceKey key = DeviceKey.create(new SecureRandom());
            SelfDescription description = new SelfDescription(key.publicBytes(), "old", 1,
                    List.of(says.orElse(bound)), Instant.now().plusSeconds(3600));
            membership = new Membership(new Membership.PeerInfo(key.peer(), 1, List.of(says.orElse(bound)), "old"),
                    description.sign(key), () -> Membership.Place.beside(bound, says.orElse(bound), List.of(joins)),
                    InstantSource.system(), new Membership.Listener() {
                        @Override
                        public void joined(Membership.PeerInfo peer) {}

                        @Override
                        public void lost(PeerId peer) {}

                        @Override
                        public void namesake() {}

                        @Override
                        public void stranger(String sentence) {}

                        @Override
                        public void ended() {}
                    });
            Thread.ofVirtual().start(this::answer);
            membership.start();
        }

        private void answer() {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream().write(new byte[]{0, 0, 0, 8, 'G', 'R', 'P', 'V', 3, 'o', 'l', 'd'});
                    drain(socket);
                } catch (IOException e) {
                    // The other side, or the test, has closed the connection.
                }
            }
        }

        @Override
        public void close() throws IOException {
            membership.stop();
            server.close();
        }
    }

    @Test
    void nodeWhoseMembershipEndsByItselfBeginsAnother() throws IOException {
        int port = freePort();
        TestNode founder = new TestNode("founder", port, options(csv("a", 1, 0)));
        founder.awaitRunning();
        TestNode joiner = new TestNode("joiner", 0, options(csv("b", 2, 5)), new Address("127.0.0.1", port));
        joiner.awaitRunning();
        await().atMost(PATIENCE).until(() -> joiner.status().peers().size() == 1);
        // As Hazelcast does after a merge of two halves that failed.
        Hazelcast.getAllHazelcastInstances().stream()
                .filter(instance -> instance.getName().startsWith("grapevine-" + joiner.status().peer()))
                .findFirst().orElseThrow().getLifecycleService().terminate();
        await().atMost(PATIENCE).until(() -> joiner.notices
                .contains("Membership has ended. The node goes on and begins a new one in 3 s"));
        assertThat(joiner.notices).contains("founder is gone");
        await().atMost(PATIENCE).until(() -> joiner.status().peers().size() == 1
                && founder.status().peers().size() == 1);
        long exchanges = joiner.status().exchanges();
        await().atMost(PATIENCE).until(() -> joiner.status().exchanges() > exchanges);
    }

    @Test
    void damagedListOfPeersIsTold() throws IOException {
        Path peers = Files.createDirectories(folder.resolve("damaged")).resolve("peers.txt");
        Files.writeString(peers, "nonsense");
        TestNode node = new TestNode("damaged", 0, options(csv("a", 1, 0)));
        node.awaitRunning();
        assertThat(node.notices).containsOnlyOnce(
                "The file " + peers + " is damaged: 1 of its lines are no addresses and are left out");
    }

    @Test
    void portInUseIsMistake() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            NodeDriver.Exit exit = new TestNode("late", taken.getLocalPort(), options(csv("a", 1, 0))).awaitExit();
            assertThat(exit.code()).isEqualTo(2);
            assertThat(exit.sentence()).contains("127.0.0.1:" + taken.getLocalPort()).contains("--listen");
        }
    }

    @Test
    void missingFileIsMistake() {
        NodeDriver.Exit exit = new TestNode("empty", 0, Map.of("data", "csv:" + folder.resolve("nothing.csv")))
                .awaitExit();
        assertThat(exit.code()).isEqualTo(2);
        assertThat(exit.sentence()).contains("nothing.csv");
    }

    @Test
    void folderBelongsToOneNode() {
        new TestNode("owner", 0, options(csv("a", 1, 0)));
        assertThatThrownBy(() -> new TestNode("owner", 0, options(csv("a", 1, 0))))
                .isInstanceOf(UserMistakeException.class).hasMessageContaining("belongs to a running node");
        nodes.removeLast();
    }

    private static Map<String, String> options(String data) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("data", data);
        options.put("model", "mlp:8");
        options.put("localSteps", "5");
        options.put("gossip.interval", "50ms");
        options.put("evaluate", "every=200ms");
        return options;
    }

    /** Two classes, told apart by v alone; the shift makes files that are scaled differently by themselves. */
    private String csv(String name, long seed, double shift) {
        RandomStream random = new RandomStream(seed);
        StringBuilder text = new StringBuilder("u,v,label\n");
        for (int i = 0; i < 300; i++) {
            double u = random.nextGaussian() + shift;
            double v = random.nextGaussian();
            text.append(u).append(',').append(v).append(',').append(v > 0 ? "above" : "below").append('\n');
        }
        try {
            return "csv:" + Files.writeString(folder.resolve(name + ".csv"), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
