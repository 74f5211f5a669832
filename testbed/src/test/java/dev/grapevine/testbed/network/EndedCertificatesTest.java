package dev.grapevine.testbed.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.security.Acquaintances;
import dev.grapevine.node.security.CertificateChain;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.Revocations;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.security.RunAuthority;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.testbed.TestData;

/** Machines that were switched off for so long that their certificates have ended, in a run of a hundred days. */
@EnabledIfSystemProperty(named = "grapevine.machines", matches = "all", disabledReason = "it takes minutes: -Plong")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndedCertificatesTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String NODE = "grapevine-7001";
    private static final String NEVER_MET = "never-met";
    private static final String MET = "met";
    private static final String BEYOND_GRACE = "beyond-grace";

    @TempDir
    private static Path root;

    private Namespaces network;
    private NodeOnMachine founder;
    private Optional<NodeOnMachine> late = Optional.empty();

    @BeforeAll
    void found() throws IOException {
        Namespaces.require();
        network = new Namespaces(root, 2);
        Machine machine = network.machine(0);
        TestData.csv(machine.folder(), "a.csv", 1);
        SecurityFolder security = securityIn(machine.folder());
        RunAccess.found(security, security.deviceKey(RANDOM), "old", () -> daysAgo(100), RANDOM);
        RunAuthority authority = RunAuthority.read(security).orElseThrow();
        member(authority, NEVER_MET, 40);
        member(authority, BEYOND_GRACE, 70);
        Acquaintances acquaintances = new Acquaintances();
        acquaintances.met(member(authority, MET, 40).peer(), daysAgo(39));
        security.writeAcquaintances(acquaintances);
        founder = new NodeOnMachine(machine, machine.folder(), "node", "--data", "csv:a.csv", "--listen",
                machine.host() + ":7001").start();
        founder.until("begun", status -> status.phase().equals("running"));
    }

    private static Instant daysAgo(int days) {
        return Instant.now().minus(Duration.ofDays(days));
    }

    private static SecurityFolder securityIn(Path folder) throws IOException {
        return SecurityFolder.open(Files.createDirectories(folder.resolve(NODE)));
    }

    /** A device that was let in some days ago, for thirty days. */
    private DeviceKey member(RunAuthority authority, String name, int days) throws IOException {
        Path folder = network.machine(1).folder().resolve(name);
        SecurityFolder security = securityIn(folder);
        TestData.csv(folder, "b.csv", 2);
        DeviceKey device = security.deviceKey(RANDOM);
        CertificateChain chain = authority.admit(device.publicBytes(), daysAgo(days), RANDOM);
        new RunAuthority(device, Optional.empty(), authority.certificate(), chain,
                new Revocations(authority.certificate())).write(security);
        return device;
    }

    private NodeOnMachine start(String name, String option, String value) {
        Machine machine = network.machine(1);
        NodeOnMachine node = new NodeOnMachine(machine, machine.folder().resolve(name), "node", "--data", "csv:b.csv",
                option, value).start();
        late = Optional.of(node);
        return node;
    }

    @AfterEach
    void endLate() {
        late.ifPresent(NodeOnMachine::kill);
        late = Optional.empty();
    }

    @AfterAll
    void removeMachines() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void whoWasNeverMetIsRefused() {
        NodeOnMachine refused = start(NEVER_MET, "--join", founder.address());
        refused.untilItSays("does not let this device in");
        refused.untilItSays("its certificate has ended or is of another run: ask for a new invitation (--invite)");
        founder.untilItSays(", and it was never met before: invite it again with './grapevine invite'");
        assertThat(refused.status().map(NodeStatus::exchanges).orElse(0L)).isZero();
        assertThat(founder.status().orElseThrow().peers()).isEmpty();
    }

    @Test
    void acquaintanceIsLetInAndRenewed() throws IOException {
        NodeOnMachine back = start(MET, "--join", founder.address());
        back.untilItExchangesWith(founder);
        founder.untilItSays("is let in because it was met before, and has to renew the certificate");
        SecurityFolder security = securityIn(back.in());
        back.until("renewed its certificate",
                _ -> security.chain().orElseThrow().ends().isAfter(Instant.now().plus(Duration.ofDays(29))));
    }

    @Test
    void whoIsBeyondGraceNeedsAnInvitation() {
        NodeOnMachine refused = start(BEYOND_GRACE, "--join", founder.address());
        refused.untilItSays("does not let this device in");
        founder.untilItSays(", more than the 30 days of grace: invite it again with './grapevine invite'");
        String identity = refused.identity();
        refused.kill();

        Machine.Outcome invited = founder.machine().run(founder.in(), "invite");
        NodeOnMachine again = start(BEYOND_GRACE, "--invite", invited.out().lines().findFirst().orElseThrow());
        again.untilItExchangesWith(founder);
        assertThat(again.identity()).isEqualTo(identity);
    }
}
