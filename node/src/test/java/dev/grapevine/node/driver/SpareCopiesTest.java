package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;

import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.node.device.DeviceLimits;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.security.Certificates;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.InvitationCode;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.spare.RecoveryPhrase;
import dev.grapevine.node.spare.RestoreMessages;
import dev.grapevine.node.spare.RestoredFolder;
import dev.grapevine.node.spare.SealedCopy;
import dev.grapevine.node.spare.SpareClient;
import dev.grapevine.node.spare.SpareSearch;
import dev.grapevine.node.store.IdentityFile;
import dev.grapevine.node.transport.MutualTls;
import dev.grapevine.node.transport.PortProtocol;
import dev.grapevine.node.transport.ProtocolVersions;
import dev.grapevine.node.transport.StrangerCredentials;
import dev.grapevine.node.words.Address;

/** Two nodes over sockets: one keeps the other's checkpoint, and gives it back. */
class SpareCopiesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ProtocolVersions OLDEST_BUILD = new ProtocolVersions(FrameCodec.OLDEST_VERSION,
            FrameCodec.OLDEST_VERSION, 0);

    @TempDir
    private Path folder;

    private final List<TestNode> nodes = new ArrayList<>();

    private final class TestNode implements NodeListener {

        private final List<String> notices = new CopyOnWriteArrayList<>();
        private final CompletableFuture<NodeStatus> listens = new CompletableFuture<>();
        private final NodeDriver driver;
        private volatile boolean exchanges;
        private volatile boolean faulted;

        TestNode(String name, Optional<InvitationCode> invitation, int replicas) {
            this(name, invitation, replicas, ProtocolVersions.OWN);
        }

        TestNode(String name, Optional<InvitationCode> invitation, int replicas, ProtocolVersions spoken) {
            driver = NodeDriver.start(new NodeConfig(Optional.empty(), folder.resolve(name),
                    Optional.of(new Address("127.0.0.1", 0)), Optional.empty(), new Address("127.0.0.1", 0), List.of(),
                    invitation, RunOptions.of(Map.of("data", data(), "replicas", "" + replicas)), OptionalInt.empty(),
                    DeviceLimits.NONE, Optional.empty()), this, PeerProtocol::step, spoken);
            nodes.add(this);
        }

        @Override
        public void listening(NodeStatus status, String dashboard) {
            listens.complete(status);
        }

        @Override
        public void fact(Fact fact) {
            exchanges |= fact instanceof Fact.ExchangeFinished;
            faulted |= fact instanceof Fact.PeerFaulted;
        }

        @Override
        public void notice(String sentence) {
            notices.add(sentence);
        }

        @Override
        public void evaluated(NodeStatus status) {}

        <T> T inRun(Function<SecuredRun, T> question) {
            listens.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            CompletableFuture<T> answer = new CompletableFuture<>();
            driver.onLoop(() -> answer.complete(question.apply(driver.secured().orElseThrow())));
            return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        }

        NodeStatus.Spare spare() {
            return inRun(run -> run.spare().status());
        }

        NodeDriver.Exit awaitEnd() {
            return driver.exit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        }
    }

    private String data() {
        try {
            StringBuilder rows = new StringBuilder("x,y,label\n");
            for (int i = 0; i < 40; i++) {
                rows.append(i % 7).append(',').append(i % 5).append(',').append(i % 2 == 0 ? "a" : "b").append('\n');
            }
            return "csv:" + Files.writeString(folder.resolve("data.csv"), rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TestNode founder() throws IOException {
        return founder(ProtocolVersions.OWN);
    }

    private TestNode founder(ProtocolVersions spoken) throws IOException {
        Path own = Files.createDirectories(folder.resolve("founder"));
        SecurityFolder security = SecurityFolder.open(own);
        RunAccess.found(security, security.deviceKey(new SecureRandom()), "test", Instant::now, new SecureRandom());
        return new TestNode("founder", Optional.empty(), 0, spoken);
    }

    private static InvitationCode code(TestNode founder) {
        return founder.inRun(run -> {
            try {
                return run.invite();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static SpareSearch.Outcome search(DeviceKey key, Address member) {
        return asking(key, client -> new SpareSearch(key, client).search(List.of(member)));
    }

    /** The outcome of what a device without a folder asks. */
    private static <T> T asking(DeviceKey key, Function<SpareClient, Future<T>> question) {
        Vertx vertx = Vertx.vertx();
        NetClient client = vertx.createNetClient();
        MutualTls tls = new MutualTls(new StrangerCredentials(key, Certificates.selfSigned(key, Instant.now())));
        try {
            return question.apply(new SpareClient(vertx,
                    address -> tls.connect(client, address, PortProtocol.ENROLMENT))).toCompletionStage()
                    .toCompletableFuture().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        } finally {
            client.close();
            vertx.close();
        }
    }

    @AfterEach
    void stopAll() {
        nodes.forEach(node -> node.driver.leave());
        nodes.forEach(TestNode::awaitEnd);
    }

    /** The newer one has a feature and messages that the older one does not know. */
    @Test
    void nodeOfTheOldestBuildTakesPart_andIsNotAskedForCopies() throws IOException {
        TestNode oldest = founder(OLDEST_BUILD);
        TestNode newer = new TestNode("newer", Optional.of(code(oldest)), 1);
        TestNode another = new TestNode("another", Optional.of(code(oldest)), 0);
        await().atMost(PATIENCE).until(() -> newer.spare().ageSeconds() != null);
        await().atMost(PATIENCE).until(() -> oldest.exchanges && newer.exchanges && another.exchanges);
        assertThat(another.spare().kept()).isEqualTo(1);
        assertThat(oldest.spare().kept()).isZero();
        assertThat(nodes).allMatch(node -> !node.faulted);
    }

    @Test
    void lostNodeGoesOnFromTheCopyOfAPeer_andItsOldDeviceEnds() throws IOException {
        TestNode founder = founder();
        TestNode old = new TestNode("old", Optional.of(code(founder)), 1);
        await().atMost(PATIENCE).until(() -> old.spare().ageSeconds() != null);
        assertThat(old.spare().keepers()).hasSize(1);
        assertThat(founder.spare().kept()).isEqualTo(1);
        assertThat(founder.spare().keptBytes()).isEqualTo(old.spare().bytes()).isPositive();

        DeviceKey key = RecoveryPhrase.read(RecoveryPhrase.of(
                SecurityFolder.open(folder.resolve("old")).deviceKey().orElseThrow()));
        Address member = founder.inRun(run -> run.own().description().addresses().getFirst());
        SpareSearch.Outcome found = search(key, member);
        assertThat(found.content()).as("%s", found.notices()).isPresent();
        RestoredFolder.write(folder.resolve("new"), key, found.known(), found.content(), found.peers());
        long life = IdentityFile.readIn(folder.resolve("new")).orElseThrow().incarnation();
        assertThat(life).isGreaterThan(IdentityFile.readIn(folder.resolve("old")).orElseThrow().incarnation());

        TestNode restored = new TestNode("new", Optional.empty(), 1);
        NodeDriver.Exit end = old.awaitEnd();
        assertThat(end.code()).isEqualTo(Shutdown.EXIT_MISTAKE);
        assertThat(end.sentence()).contains("was restored on another device", "remove the folder");
        // On one machine both have one alias of the loopback device, which the old one may have left too late.
        await().atMost(PATIENCE).until(() -> restored.exchanges || restored.driver.exit().isDone());
        TestNode again = restored.exchanges ? restored : new TestNode("new", Optional.empty(), 1);
        await().atMost(PATIENCE).until(() -> again.exchanges);
        assertThat(again.notices).anyMatch(sentence -> sentence.startsWith("Goes on from its checkpoint of round "));
        assertThat(again.listens.join().incarnation()).isGreaterThan(Incarnations.count(life));

        NodeDriver.Exit switchedOn = new TestNode("old", Optional.empty(), 1).awaitEnd();
        assertThat(switchedOn.sentence()).as("months later, say").contains("was restored on another device");
        assertThat(again.driver.exit()).isNotDone();
    }

    @Test
    void strangerLearnsNothing_andARevokedDeviceGetsNothing() throws IOException {
        TestNode founder = founder();
        TestNode member = new TestNode("member", Optional.of(code(founder)), 1);
        await().atMost(PATIENCE).until(() -> founder.spare().kept() == 1);
        Address at = founder.inRun(run -> run.own().description().addresses().getFirst());
        DeviceKey unknown = DeviceKey.create(new SecureRandom());
        SpareSearch.Outcome stranger = search(unknown, at);
        assertThat(stranger.answers()).isEqualTo(1);
        assertThat(stranger.content()).isEmpty();
        assertThat(stranger.peers()).as("but the one that was asked").containsExactly(at);

        DeviceKey key = SecurityFolder.open(folder.resolve("member")).deviceKey().orElseThrow();
        byte[] copy = Files.readAllBytes(folder.resolve("founder/spare").resolve(key.peer() + ".copy"));
        RestoreMessages.Offered offered = new RestoreMessages.Offered(SealedCopy.label(copy), copy.length);
        byte[] given = asking(key, client -> client.fetch(at, offered));
        assertThat(given).isEqualTo(copy);
        assertThatThrownBy(() -> asking(unknown, client -> client.fetch(at, offered)))
                .hasMessageContaining("it does not give what it has announced");
        founder.inRun(run -> {
            try {
                run.revoke(key.peer());
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        member.awaitEnd();
        assertThat(search(key, at).isRevoked()).isTrue();
        await().atMost(PATIENCE).until(() -> founder.spare().kept() == 0);
        assertThat(folder.resolve("founder/spare")).isEmptyDirectory();
    }

    @Test
    void nodeWithoutARunWithInvitationsIsToldThatNobodyKeepsItsCopies() {
        TestNode alone = new TestNode("alone", Optional.empty(), 2);
        NodeStatus status = alone.listens.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        assertThat(status.spare()).isEqualTo(NodeStatus.Spare.nobodyKeeps(2));
        assertThat(alone.notices).anyMatch(sentence -> sentence.startsWith("replicas is 2, but no peer keeps copies"));
    }
}
