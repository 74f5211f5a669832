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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.InvitationCode;
import dev.grapevine.node.security.Revocations;
import dev.grapevine.node.security.RunAuthority;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.transport.ProtocolVersions;
import dev.grapevine.node.words.UserMistakeException;

/** Nodes that let each other in by invitations, with TLS and tunnels, several in one process. */
class SecuredRunTest {

    private static final Duration PATIENCE = SecuredNode.PATIENCE;

    @TempDir
    private Path folder;

    private final List<SecuredNode> nodes = new ArrayList<>();

    private SecuredNode node(String name, Optional<InvitationCode> invitation) {
        return node(name, invitation, OptionalInt.empty());
    }

    private SecuredNode node(String name, Optional<InvitationCode> invitation, OptionalInt awaits) {
        SecuredNode node = new SecuredNode(folder.resolve(name), invitation, awaits, Map.of("data", data(name)),
                ProtocolVersions.OWN);
        nodes.add(node);
        return node;
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

    private SecuredNode founder() {
        return founder(OptionalInt.empty());
    }

    private SecuredNode founder(OptionalInt awaits) {
        SecuredNode.found(folder.resolve("founder"), () -> Instant.now().minus(Duration.ofDays(100)));
        return node("founder", Optional.empty(), awaits);
    }

    @AfterEach
    void stopAll() {
        nodes.forEach(node -> node.driver.leave());
        nodes.forEach(SecuredNode::awaitEnd);
    }

    @Test
    void oneCodeLetsOneDeviceInAndBothLearn() throws IOException {
        SecuredNode founder = founder();
        InvitationCode code = founder.invite();
        SecuredNode invited = node("invited", Optional.of(code));
        founder.awaitExchange();
        invited.awaitExchange();
        assertThatThrownBy(() -> node("second", Optional.of(code))).isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("another device has used the invitation");
    }

    @Test
    void statusTellsThatTheRunDependsOnOneInviter() throws IOException {
        NodeStatus.Security security = founder().awaitListening()
                .security();
        assertThat(security.inviters()).isEqualTo(1);
        assertThat(security.inviter()).isTrue();
        assertThat(security.certificateEnds()).endsWith("Z");
        assertThat(security.note()).contains("the only inviter that is known here", "identity grant");
    }

    @Test
    void membersFindEachOtherThroughAThird() throws IOException {
        SecuredNode founder = founder();
        SecuredNode one = node("one", Optional.of(founder.invite()));
        SecuredNode two = node("two", Optional.of(founder.invite()));
        one.awaitExchange();
        two.awaitExchange();
        await().atMost(PATIENCE).until(() -> one.inRun(run -> run.addressesOf(two.self())).isPresent());
    }

    /** A run that knew fewer classes would refuse the data of the others. */
    @Test
    void runIsFoundedFromTheSumsOfAllThatAreAwaited() throws IOException {
        SecuredNode founder = founder(OptionalInt.of(3));
        SecuredNode one = node("own1", Optional.of(founder.invite()));
        SecuredNode two = node("own2", Optional.of(founder.invite()));
        founder.awaitExchange();
        one.awaitExchange();
        two.awaitExchange();
    }

    @Test
    void awaitedRunIsFoundedEarlierIfAnInviterWants() throws IOException {
        SecuredNode founder = founder(OptionalInt.of(9));
        SecuredNode one = node("one", Optional.of(founder.invite()));
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
        SecuredNode founder = founder();
        SecuredNode invited = node("invited", Optional.of(founder.invite()));
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
        assertThat(invited.awaitEnd().sentence()).contains("takes no part in the run any more", "was revoked");
        assertThatThrownBy(() -> node("invited", Optional.empty())).isInstanceOf(UserMistakeException.class)
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
        SecuredNode founder = founder();
        member("beyond", 70);
        node("beyond", Optional.of(founder.invite())).awaitExchange();
    }

    @Test
    void endedCertificateIsUsedInGraceWhenTheInvitationIsNotTaken() throws IOException {
        SecuredNode founder = founder();
        InvitationCode code = founder.invite();
        node("first", Optional.of(code)).awaitExchange();
        member("grace", 40);
        SecuredNode late = node("grace", Optional.of(code));
        assertThat(late.notices)
                .anyMatch(notice -> notice.contains("another device has used the invitation") && notice.contains(
                        "goes on with the certificate that has ended"));
        member("beyond", 70);
        assertThatThrownBy(() -> node("beyond", Optional.of(code))).isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("another device has used the invitation");
    }

    @Test
    void memberNeedsOfAnInvitationOnlyWhereItsRunIs() throws IOException {
        SecuredNode founder = founder();
        member("member", 1);
        InvitationCode code = founder.invite();
        SecuredNode member = node("member", Optional.of(code));
        member.awaitExchange();
        assertThat(member.notices).anyMatch(notice -> notice.contains("the invitation is not needed")
                && notice.contains("in a new folder (--dir)"));
        node("guest", Optional.of(code)).awaitExchange();
    }
}
