package dev.grapevine.testbed.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.InvitationCode;
import dev.grapevine.node.security.Invitations;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.transport.PortProtocol;
import dev.grapevine.node.words.Address;
import dev.grapevine.testbed.TestData;

/**
 * Two people on two machines start a run with one command each, and a third machine on the same network tries what it can.
 * After each attempt both still exchange with each other, in the same lives and with nobody else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = "grapevine.machines", matches = "all", disabledReason = "it takes minutes: -Plong")
class TwoMachinesTest {

    private static final int PORT = 7001;
    private static final String NODE = "grapevine-" + PORT;
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private static Path root;

    private Namespaces network;
    private Machine third;
    private NodeOnMachine first;
    private NodeOnMachine second;
    private String usedCode;

    @BeforeAll
    void twoMinutes() {
        Namespaces.require();
        network = new Namespaces(root, 3);
        Machine a = network.machine(0);
        Machine b = network.machine(1);
        third = network.machine(2);
        TestData.csv(a.folder(), "a.csv", 1);
        TestData.csv(b.folder(), "b.csv", 2);

        first = new NodeOnMachine(a, a.folder(), "node", "--data", "csv:a.csv", "--listen", a.host() + ":7001").start();
        first.until("begun", status -> status.phase().equals("running"));
        usedCode = invite();
        long started = System.nanoTime();
        second = new NodeOnMachine(b, b.folder(), "node", "--data", "csv:b.csv", "--invite", usedCode).start();
        second.until("exchanged", status -> status.exchanges() > 0);
        System.out.println("Seconds from the start of the second node to its first exchange: "
                + Duration.ofNanos(System.nanoTime() - started).toMillis() / 1000.0);
        bothExchange();
    }

    private String invite() {
        Machine.Outcome invited = network.machine(0).run(network.machine(0).folder(), "invite");
        assertThat(invited.errors()).isEmpty();
        assertThat(invited.code()).isZero();
        return invited.out().lines().findFirst().orElseThrow();
    }

    private void bothExchange() {
        first.untilItExchangesWith(second);
        second.untilItExchangesWith(first);
    }

    @AfterEach
    void nothingHasChanged(TestInfo test) {
        bothExchange();
    }

    @AfterAll
    void removeMachines() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void twoCommandsAndACodeAreEnough() {
        NodeStatus status = second.status().orElseThrow();
        assertThat(status.incarnation()).isEqualTo(1);
        assertThat(status.model()).isEqualTo(first.status().orElseThrow().model());
        assertThat(first.log()).contains("Lets " + second.name() + " in");
    }

    @Test
    void strangerFindsOnePortWhichSpeaksTlsToMembersOnly() {
        for (int i = 0; i < 2; i++) {
            String host = network.machine(i).host();
            assertThat(third.inside(() -> PortScan.open(host))).as(host).containsExactly(PORT);
            for (String said : List.of("GET /status HTTP/1.1\r\nHost: " + host + "\r\n\r\n", "HZC", "\r\n\r\n")) {
                byte[] answer = third.inside(() -> PortScan.answer(host, PORT, said));
                assertThat(withoutAlerts(answer)).as("answer to " + said).isEmpty();
            }
            for (PortProtocol protocol : PortProtocol.values()) {
                assertThat(third.inside(() -> TlsStranger.meet(host, PORT, protocol.alpnName())))
                        .isEqualTo(new TlsStranger.Meeting("TLSv1.3", 0));
            }
        }
    }

    @Test
    void withoutInvitationNothingBegins() {
        Machine.Outcome outcome = stranger("nobody", "--join", first.address());
        assertRefused(outcome, "join is 198.51.100.10:7001, which other machines can reach",
                "without an invitation (--invite)");
    }

    @Test
    void usedInvitationIsRefused() {
        assertRefused(stranger("second-user", "--invite", usedCode), "another device has used the invitation",
                "ask for one of its own");
    }

    @Test
    void mistypedInvitationIsRefusedWithoutCitingIt() {
        char last = usedCode.charAt(usedCode.length() - 1);
        String mistyped = usedCode.substring(0, usedCode.length() - 1) + (last == '2' ? '3' : '2');
        Machine.Outcome outcome = stranger("mistyped", "--invite", mistyped);
        assertRefused(outcome, "nvitation");
        assertThat(outcome.errors()).doesNotContain(mistyped);
    }

    @Test
    void invitationOfAnotherNodeIsNotUsedHere() {
        InvitationCode elsewhere = new Invitations().issue(Address.parse(first.address()), DeviceKey.create(RANDOM),
                Instant.now(), RANDOM);
        assertRefused(stranger("elsewhere", "--invite", elsewhere.text()), "is not the inviter");
    }

    @Test
    void folderOfAnotherRunIsRefused() throws IOException {
        Path folder = strangersFolder("other-run");
        SecurityFolder security = SecurityFolder.open(folder.resolve(NODE));
        RunAccess.found(security, security.deviceKey(RANDOM), "other", InstantSource.system(), RANDOM);
        refusedWhileRunning(folder, "does not let this device in",
                "its certificate has ended or is of another run: ask for a new invitation (--invite)", "(--dir)");
    }

    @Test
    void revokedNodeEndsAndSoDoesItsCopy() throws IOException {
        Path folder = strangersFolder("revoked");
        NodeOnMachine invited = new NodeOnMachine(third, folder, "node", "--data", "csv:c.csv", "--invite", invite())
                .start();
        invited.until("exchanged", status -> status.exchanges() > 0 && status.peers().size() == 2);
        Path stolen = copy(folder, third.folder().resolve("stolen"));
        String identity = invited.identity();

        Machine.Outcome revoked = run(first, "revoke", identity);
        assertThat(revoked.errors()).isEmpty();
        assertThat(revoked.code()).isZero();
        assertThat(invited.end()).isEqualTo(2);
        assertThat(invited.log()).contains("This device takes no part in the run any more", "was revoked on ");
        bothExchange();

        invited.start();
        assertThat(invited.end()).isEqualTo(2);
        assertThat(invited.log()).contains("to take part again it needs a new folder (--dir) and a new invitation");
        refusedWhileRunning(stolen, "does not let this device in", "the key of this device was revoked",
                "new folder (--dir)", "new invitation");
    }

    @Test
    void killedNodeComesBackWithItsIdentity_andALateInvitationIsRefused() throws IOException {
        String identity = first.identity();
        long lives = first.status().orElseThrow().incarnation();
        long exchanges = second.status().orElseThrow().exchanges();
        first.kill();
        second.until("lost its peer", status -> status.peers().isEmpty());
        SecurityFolder security = SecurityFolder.open(first.folder());
        Invitations invitations = security.invitations();
        InvitationCode late = invitations.issue(Address.parse(first.address()), security.deviceKey().orElseThrow(),
                Instant.now().minus(Invitations.LIFE).minusSeconds(1), RANDOM);
        security.writeInvitations(invitations);

        first.start();
        NodeStatus back = first.until("come back", status -> status.phase().equals("running"));
        assertThat(back.peer()).isEqualTo(identity);
        assertThat(back.incarnation()).isEqualTo(lives + 1);
        bothExchange();
        assertThat(second.status().orElseThrow().incarnation()).isEqualTo(1);
        assertThat(second.status().orElseThrow().exchanges()).isGreaterThan(exchanges);
        assertRefused(stranger("late-guest", "--invite", late.text()), "the invitation is more than an hour old",
                "ask for a new one");
    }

    /** An alert in clear is a record of seven bytes (RFC 8446, section 5.1). */
    private static byte[] withoutAlerts(byte[] answer) {
        int at = 0;
        while (at + 7 <= answer.length && answer[at] == 21 && answer[at + 3] == 0 && answer[at + 4] == 2) {
            at += 7;
        }
        return Arrays.copyOfRange(answer, at, answer.length);
    }

    private static Machine.Outcome run(NodeOnMachine beside, String... arguments) {
        return beside.machine().run(beside.in(), arguments);
    }

    private Path strangersFolder(String name) throws IOException {
        Path folder = Files.createDirectories(third.folder().resolve(name));
        Files.createDirectories(folder.resolve(NODE));
        TestData.csv(folder, "c.csv", 3);
        return folder;
    }

    /** Runs a node of a stranger that ends by itself. */
    private Machine.Outcome stranger(String name, String... options) {
        try {
            List<String> command = new ArrayList<>(List.of("node", "--data", "csv:c.csv"));
            command.addAll(List.of(options));
            return third.run(strangersFolder(name), command.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertRefused(Machine.Outcome outcome, String... parts) {
        assertThat(outcome.code()).as(outcome.toString()).isEqualTo(2);
        assertThat(outcome.errors()).contains(parts).matches("[^\n]{20,300}\n");
    }

    /** Runs a node of a stranger that has certificates: it looks for the run until it is killed. */
    private void refusedWhileRunning(Path folder, String... parts) {
        NodeOnMachine refused = new NodeOnMachine(third, folder, "node", "--data", "csv:c.csv", "--join",
                first.address()).start();
        try {
            for (String part : parts) {
                refused.untilItSays(part);
            }
            assertThat(refused.status().map(NodeStatus::exchanges).orElse(0L)).isZero();
        } finally {
            refused.kill();
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
        Files.delete(to.resolve("node.log"));
        return to;
    }
}
