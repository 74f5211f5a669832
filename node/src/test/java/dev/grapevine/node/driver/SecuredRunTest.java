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

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.device.DeviceLimits;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.InvitationCode;
import dev.grapevine.node.security.Revocations;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.security.RunAuthority;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.UserMistakeException;

/** Nodes that let each other in by invitations, with TLS and tunnels, several in one process. */
class SecuredRunTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final List<TestNode> nodes = new ArrayList<>();

    private final class TestNode implements NodeListener {

        private final List<String> notices = new CopyOnWriteArrayList<>();
        private final List<Fact> facts = new CopyOnWriteArrayList<>();
        private final CompletableFuture<NodeStatus> listens = new CompletableFuture<>();
        private final NodeDriver driver;

        TestNode(String name, Optional<InvitationCode> invitation, Address... joins) {
            this(name, invitation, OptionalInt.empty(), joins);
        }

        TestNode(String name, Optional<InvitationCode> invitation, OptionalInt awaits, Address... joins) {
            driver = NodeDriver.start(new NodeConfig(Optional.of(name), folder.resolve(name),
                    Optional.of(new Address("127.0.0.1", 0)), Optional.empty(), new Address("127.0.0.1", 0),
                    List.of(joins), invitation, RunOptions.of(Map.of("data", data(name))), awaits, DeviceLimits.NONE,
                    Optional.empty()),
                    this);
            nodes.add(this);
        }

        @Override
        public void listening(NodeStatus status, String dashboard) {
            listens.complete(status);
        }

        @Override
        public void fact(Fact fact) {
            facts.add(fact);
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

        InvitationCode invite() {
            return inRun(run -> {
                try {
                    return run.invite();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        void awaitExchange() {
            await().atMost(PATIENCE).until(() -> facts.stream().anyMatch(Fact.ExchangeFinished.class::isInstance));
        }

        PeerId self() {
            return inRun(run -> run.own().description().peer());
        }

        String awaitEnd() {
            return driver.exit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join()
                    .sentence();
        }
    }

    /** Nodes whose names begin with "own" have a class of their own. */
    private String data(String name) {
        try {
            StringBuilder rows = new StringBuilder("x,y,label\n");
            for (int i = 0; i < 40; i++) {
                rows.append(i % 7).append(',').append(i % 5 - name.length()).append(',')
                        .append(i % 2 == 0 ? "a" : name.startsWith("own") ? name : "b")
                        .append('\n');
            }
            return "csv:" + Files.writeString(folder.resolve(name + ".csv"), rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a node does that listens where other machines reach it. */
    private TestNode founder() throws IOException {
        return founder(OptionalInt.empty());
    }

    private TestNode founder(OptionalInt awaits) throws IOException {
        Path own = Files.createDirectories(folder.resolve("founder"));
        SecurityFolder security = SecurityFolder.open(own);
        RunAccess.found(security, security.deviceKey(new SecureRandom()), "test",
                () -> Instant.now().minus(Duration.ofDays(100)), new SecureRandom());
        return new TestNode("founder", Optional.empty(), awaits);
    }

    @AfterEach
    void stopAll() {
        nodes.forEach(node -> node.driver.leave());
        nodes.forEach(TestNode::awaitEnd);
    }

    @Test
    void oneCodeLetsOneDeviceInAndBothLearn() throws IOException {
        TestNode founder = founder();
        InvitationCode code = founder.invite();
        TestNode invited = new TestNode("invited", Optional.of(code));
        founder.awaitExchange();
        invited.awaitExchange();
        assertThatThrownBy(() -> new TestNode("second", Optional.of(code))).isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("another device has used the invitation");
    }

    @Test
    void statusTellsThatTheRunDependsOnOneInviter() throws IOException {
        NodeStatus.Security security = founder().listens.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join()
                .security();
        assertThat(security.inviters()).isEqualTo(1);
        assertThat(security.inviter()).isTrue();
        assertThat(security.certificateEnds()).endsWith("Z");
        assertThat(security.note()).contains("the only inviter that is known here", "identity grant");
    }

    @Test
    void membersFindEachOtherThroughAThird() throws IOException {
        TestNode founder = founder();
        TestNode one = new TestNode("one", Optional.of(founder.invite()));
        TestNode two = new TestNode("two", Optional.of(founder.invite()));
        one.awaitExchange();
        two.awaitExchange();
        await().atMost(PATIENCE).until(() -> one.inRun(run -> run.addressesOf(two.self())).isPresent());
    }

    /** A run that knew fewer classes would refuse the data of the others. */
    @Test
    void runIsFoundedFromTheSumsOfAllThatAreAwaited() throws IOException {
        TestNode founder = founder(OptionalInt.of(3));
        TestNode one = new TestNode("own1", Optional.of(founder.invite()));
        TestNode two = new TestNode("own2", Optional.of(founder.invite()));
        founder.awaitExchange();
        one.awaitExchange();
        two.awaitExchange();
    }

    @Test
    void awaitedRunIsFoundedEarlierIfAnInviterWants() throws IOException {
        TestNode founder = founder(OptionalInt.of(9));
        TestNode one = new TestNode("one", Optional.of(founder.invite()));
        await().atMost(PATIENCE).until(() -> one.notices.stream().anyMatch(sentence -> sentence.endsWith("is there")));
        founder.inRun(run -> {
            run.foundNow();
            return true;
        });
        founder.awaitExchange();
        one.awaitExchange();
    }

    @Test
    void revokedDeviceIsToldAndStops() throws IOException {
        TestNode founder = founder();
        TestNode invited = new TestNode("invited", Optional.of(founder.invite()));
        invited.awaitExchange();
        PeerId self = invited.self();
        founder.inRun(run -> {
            try {
                run.revoke(self);
                return self;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(invited.awaitEnd()).contains("takes no part in the run any more", "was revoked");
        assertThatThrownBy(() -> new TestNode("invited", Optional.empty())).isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("was revoked").hasMessageContaining("needs a new folder (--dir)");
    }

    /** The folder of a device that the founder's authority let in some days ago, for thirty days. */
    private void member(String name, int daysAgo) throws IOException {
        RunAuthority authority = RunAuthority.read(SecurityFolder.open(folder.resolve("founder"))).orElseThrow();
        SecurityFolder security = SecurityFolder.open(Files.createDirectories(folder.resolve(name)));
        DeviceKey device = security.deviceKey(new SecureRandom());
        new RunAuthority(device, Optional.empty(), authority.certificate(), authority.admit(device.publicBytes(),
                Instant.now().minus(Duration.ofDays(daysAgo)), new SecureRandom()),
                new Revocations(authority.certificate())).write(security);
    }

    @Test
    void deviceWhoseCertificateHasEndedIsInvitedAgainInItsFolder() throws IOException {
        TestNode founder = founder();
        member("beyond", 70);
        new TestNode("beyond", Optional.of(founder.invite())).awaitExchange();
    }

    @Test
    void endedCertificateIsUsedInGraceWhenTheInvitationIsNotTaken() throws IOException {
        TestNode founder = founder();
        InvitationCode code = founder.invite();
        new TestNode("first", Optional.of(code)).awaitExchange();
        member("grace", 40);
        TestNode late = new TestNode("grace", Optional.of(code));
        assertThat(late.notices)
                .anyMatch(notice -> notice.contains("another device has used the invitation") && notice.contains(
                        "goes on with the certificate that has ended"));
        member("beyond", 70);
        assertThatThrownBy(() -> new TestNode("beyond", Optional.of(code))).isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("another device has used the invitation");
    }

    @Test
    void memberNeedsOfAnInvitationOnlyWhereItsRunIs() throws IOException {
        TestNode founder = founder();
        member("member", 1);
        InvitationCode code = founder.invite();
        TestNode member = new TestNode("member", Optional.of(code));
        member.awaitExchange();
        assertThat(member.notices).anyMatch(notice -> notice.contains("the invitation is not needed")
                && notice.contains("in a new folder (--dir)"));
        new TestNode("guest", Optional.of(code)).awaitExchange();
    }
}
