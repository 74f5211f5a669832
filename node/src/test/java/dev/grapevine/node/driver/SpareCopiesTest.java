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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.security.Certificates;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.InvitationCode;
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

    private static final Duration PATIENCE = SecuredNode.PATIENCE;
    private static final ProtocolVersions OLDEST_BUILD = new ProtocolVersions(FrameCodec.OLDEST_VERSION,
            FrameCodec.OLDEST_VERSION, 0);

    @TempDir
    private Path folder;

    private final List<SecuredNode> nodes = new ArrayList<>();

    private SecuredNode node(String name, Optional<InvitationCode> invitation, int replicas) {
        return node(name, invitation, replicas, ProtocolVersions.OWN);
    }

    private SecuredNode node(String name, Optional<InvitationCode> invitation, int replicas, ProtocolVersions spoken) {
        SecuredNode node = new SecuredNode(folder.resolve(name), invitation, OptionalInt.empty(),
                Map.of("data", data(), "replicas", "" + replicas), spoken);
        nodes.add(node);
        return node;
    }

    private static NodeStatus.Spare spare(SecuredNode node) {
        return node.inRun(run -> run.spare().status());
    }

    private static Optional<NodeStatus.Run> run(SecuredNode node) {
        return Optional.ofNullable(node.evaluated).map(NodeStatus::run);
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

    private SecuredNode founder() {
        return founder(ProtocolVersions.OWN);
    }

    private SecuredNode founder(ProtocolVersions spoken) {
        SecuredNode.found(folder.resolve("founder"), InstantSource.system());
        return node("founder", Optional.empty(), 0, spoken);
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
        nodes.forEach(SecuredNode::awaitEnd);
    }

    /** The newer one has a feature and messages that the older one does not know. */
    @Test
    void nodeOfTheOldestBuildTakesPart_andIsNotAskedForCopies() throws IOException {
        SecuredNode oldest = founder(OLDEST_BUILD);
        SecuredNode newer = node("newer", Optional.of(oldest.invite()), 1);
        SecuredNode another = node("another", Optional.of(oldest.invite()), 0);
        await().atMost(PATIENCE).until(() -> spare(newer).ageSeconds() != null);
        await().atMost(PATIENCE).until(() -> nodes.stream().allMatch(SecuredNode::hasExchanged));
        assertThat(spare(another).kept()).isEqualTo(1);
        assertThat(spare(oldest).kept()).isZero();
        await().atMost(PATIENCE).until(() -> run(newer).map(NodeStatus.Run::nodes).orElse(0) >= 2);
        assertThat(run(oldest).map(NodeStatus.Run::nodes).orElse(1)).as("nobody tells it").isEqualTo(1);
        assertThat(nodes).allMatch(node -> node.facts.stream().noneMatch(Fact.PeerFaulted.class::isInstance));
    }

    @Test
    void lostNodeGoesOnFromTheCopyOfAPeer_andItsOldDeviceEnds() throws IOException {
        SecuredNode founder = founder();
        SecuredNode old = node("old", Optional.of(founder.invite()), 1);
        await().atMost(PATIENCE).until(() -> spare(old).ageSeconds() != null);
        assertThat(spare(old).keepers()).hasSize(1);
        assertThat(spare(founder).kept()).isEqualTo(1);
        assertThat(spare(founder).keptBytes()).isEqualTo(spare(old).bytes()).isPositive();

        DeviceKey key = RecoveryPhrase.read(RecoveryPhrase.of(
                SecurityFolder.open(folder.resolve("old")).deviceKey().orElseThrow()));
        Address member = founder.address();
        SpareSearch.Outcome found = search(key, member);
        assertThat(found.content()).as("%s", found.notices()).isPresent();
        RestoredFolder.write(folder.resolve("new"), key, found.known(), found.content(), found.peers());
        long life = IdentityFile.readIn(folder.resolve("new")).orElseThrow().incarnation();
        assertThat(life).isGreaterThan(IdentityFile.readIn(folder.resolve("old")).orElseThrow().incarnation());

        SecuredNode restored = node("new", Optional.empty(), 1);
        NodeDriver.Exit end = old.awaitEnd();
        assertThat(end.code()).isEqualTo(Shutdown.EXIT_MISTAKE);
        assertThat(end.sentence()).contains("was restored on another device", "remove the folder");
        // On one machine both have one alias of the loopback device, which the old one may have left too late.
        await().atMost(PATIENCE).until(() -> restored.hasExchanged() || restored.driver.exit().isDone());
        SecuredNode again = restored.hasExchanged() ? restored : node("new", Optional.empty(), 1);
        await().atMost(PATIENCE).until(() -> again.hasExchanged());
        assertThat(again.notices).anyMatch(sentence -> sentence.startsWith("Goes on from its checkpoint of round "));
        assertThat(again.awaitListening().incarnation()).isGreaterThan(Incarnations.count(life));

        NodeDriver.Exit switchedOn = node("old", Optional.empty(), 1).awaitEnd();
        assertThat(switchedOn.sentence()).as("months later, say").contains("was restored on another device");
        assertThat(again.driver.exit()).isNotDone();
    }

    @Test
    void strangerLearnsNothing_andARevokedDeviceGetsNothing() throws IOException {
        SecuredNode founder = founder();
        SecuredNode member = node("member", Optional.of(founder.invite()), 1);
        await().atMost(PATIENCE).until(() -> spare(founder).kept() == 1);
        Address at = founder.address();
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
        await().atMost(PATIENCE).until(() -> spare(founder).kept() == 0);
        assertThat(folder.resolve("founder/spare")).isEmptyDirectory();
    }

    @Test
    void nodeWithoutARunWithInvitationsIsToldThatNobodyKeepsItsCopies() {
        SecuredNode alone = node("alone", Optional.empty(), 2);
        NodeStatus status = alone.awaitListening();
        assertThat(status.spare()).isEqualTo(NodeStatus.Spare.nobodyKeeps(2));
        assertThat(alone.notices).anyMatch(sentence -> sentence.startsWith("replicas is 2, but no peer keeps copies"));
    }
}
