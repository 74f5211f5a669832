package dev.grapevine.node.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpServer;

import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.InvitationCode;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.security.TestRun;
import dev.grapevine.node.words.Address;

import static org.assertj.core.api.Assertions.assertThat;

/** Every fault of a neighbour, with real sockets on loopback. */
class OverSocketsTest {

    private static final Visitor.Patience USUAL = new Visitor.Patience(Duration.ofSeconds(30), Duration.ofSeconds(30));
    private static final Visitor.Patience SHORT = new Visitor.Patience(Duration.ofMillis(500), Duration.ofMillis(100));

    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Optional<String> code = Optional.empty();
    private Optional<Address> listen = Optional.empty();

    private <T extends AutoCloseable> T keep(T opened) {
        open.add(opened);
        return opened;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private TestRun run(String name) {
        TestRun run = new TestRun(folder.resolve(name));
        run.setClock(Instant.now());
        return run;
    }

    private Context context(Visitor.Patience patience, Optional<Path> own, Instant now, Address... joins) {
        return Context.of(new Context.Question(own, List.of(joins), code, listen, RunOptions.of(Map.of()),
                Optional.empty()), patience, SampleContext.MACHINE, () -> now);
    }

    private Context context(Visitor.Patience patience, Address... joins) {
        return context(patience, Optional.empty(), Instant.now(), joins);
    }

    private static List<String> look(Context context, Check... checks) {
        return SampleContext.lines(Stream.of(checks).flatMap(check -> check.look(context).stream()));
    }

    private List<String> port(Visitor.Patience patience, Address address) {
        return look(context(patience, address), new PortCheck());
    }

    private static Address closedPort() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Address("127.0.0.1", closed.getLocalPort());
        }
    }

    @Test
    void closedPort_isRefused() throws IOException {
        Address closed = closedPort();
        assertThat(look(context(USUAL, closed), new ReachCheck(), new PortCheck())).satisfiesExactly(
                reach -> assertThat(reach).startsWith("bad reach the machine of " + closed
                        + " is there, but nobody listens at port " + closed.port() + ": start the node there"),
                port -> assertThat(port).isEqualTo("? port what answers at " + closed + ": no connection opened"));
    }

    @Test
    void fullQueue_isLikeAFirewall() throws IOException {
        ServerSocket full = keep(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        for (int i = 0; i < 20; i++) {
            Socket waiting = keep(new Socket());
            try {
                waiting.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()), 300);
            } catch (SocketTimeoutException e) {
                break;
            }
        }
        Address address = new Address("127.0.0.1", full.getLocalPort());
        assertThat(look(context(SHORT, address), new ReachCheck())).singleElement().asString()
                .startsWith("bad reach nothing comes back from " + address + ": a firewall drops the connection");
    }

    @Test
    void silence_isTold() {
        Address address = keep(RawListener.silent()).address();
        assertThat(look(context(SHORT, address), new ReachCheck(), new PortCheck(), new VersionCheck()))
                .satisfiesExactly(reach -> assertThat(reach).isEqualTo("ok reach " + address
                        + " can be reached, from 127.0.0.1"),
                        port -> assertThat(port).startsWith("bad port at " + address
                                + " something takes the connection and says nothing: "),
                        version -> assertThat(version).startsWith("? version"));
    }

    @Test
    void webServer_isTold() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        keep(() -> server.stop(0));
        Address address = new Address("127.0.0.1", server.getAddress().getPort());
        assertThat(port(new Visitor.Patience(USUAL.connect(), Duration.ofSeconds(2)), address)).singleElement()
                .asString().startsWith("bad port a web server answers at " + address + ", such as a node's dashboard");
    }

    @Test
    void otherProtocols_areTold() {
        RawListener hazelcast = keep(new RawListener(socket -> {
            byte[] said = socket.getInputStream().readNBytes(3);
            if (new String(said, StandardCharsets.ISO_8859_1).equals("HZC")) {
                socket.getOutputStream().write(said);
            }
        }));
        assertThat(port(USUAL, hazelcast.address())).singleElement().asString()
                .startsWith("bad port a member of a Hazelcast cluster answers at " + hazelcast.address());
        RawListener mail = keep(new RawListener(socket -> {
            socket.getOutputStream().write("220 mail\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readNBytes(1);
        }));
        assertThat(port(USUAL, mail.address())).singleElement().asString()
                .startsWith("bad port at " + mail.address() + " something speaks another protocol");
        RawListener closes = keep(new RawListener(socket -> socket.getInputStream().readNBytes(1)));
        assertThat(port(USUAL, closes.address())).singleElement().asString()
                .startsWith("bad port at " + closes.address() + " something takes the connection and ends it");
    }

    @Test
    void nodeOfOldVersion_isTold() {
        Address address = keep(RawListener.node("GRPV\u0003ann".getBytes(StandardCharsets.US_ASCII))).address();
        assertThat(look(context(USUAL, address), new PortCheck(), new VersionCheck())).satisfiesExactly(
                port -> assertThat(port).startsWith("ok port a Grapevine node without TLS answers at " + address),
                version -> assertThat(version).startsWith("bad version the node at " + address
                        + " speaks protocol version 3, this node version").endsWith(": that node has to be updated"));
    }

    @Test
    void nodeOfLaterVersion_isTold() {
        byte[] first = new byte[4 + 3 + 8 + 32 + 16];
        System.arraycopy("GRPV\0\u00c8\u00c9".getBytes(StandardCharsets.ISO_8859_1), 0, first, 0, 7);
        System.arraycopy(DeviceKey.create(new SecureRandom()).publicBytes(), 0, first, 15, 32);
        Address address = keep(RawListener.node(first)).address();
        assertThat(look(context(USUAL, address), new VersionCheck())).singleElement().asString()
                .startsWith("bad version the node at " + address + " speaks protocol versions 200 to 201, ")
                .endsWith(": this node has to be updated");
    }

    @Test
    void membersOfOneRun_areWell() {
        TestRun run = run("run");
        RunAccess founder = run.founder("founder");
        run.invited(founder, "member");
        SecuredListener listener = keep(new SecuredListener(founder));
        Context context = context(USUAL, Optional.of(folder.resolve("run/member")), run.now(), listener.address());
        String node = "the node at " + listener.address() + " (ann)";
        assertThat(look(context, new PortCheck(), new ClockCheck(), new VersionCheck(), new CertificateCheck()))
                .allMatch(line -> line.startsWith("ok "))
                .contains("ok port a Grapevine node with TLS answers at " + listener.address(),
                        "ok clock the clock of " + node + " agrees with this one",
                        "ok certificate " + node + " lets this device in and is an inviter")
                .anyMatch(line -> line.startsWith("ok version " + node + " speaks protocol"))
                .anyMatch(line -> line.startsWith("ok certificate this device is a member of the run of authority "
                        + founder.authority()));
        assertThat(listener.notices).as("nothing is asked of the node that its user has to hear of").isEmpty();
    }

    @Test
    void strangersLearnVersionAndTimeAndAreToldToBeInvited() {
        RunAccess founder = run("run").founder("founder");
        Address address = keep(new SecuredListener(founder)).address();
        Context context = context(USUAL, address);
        assertThat(look(context, new ClockCheck(), new CertificateCheck())).satisfiesExactly(
                clock -> assertThat(clock).isEqualTo("ok clock the clock of the node at " + address
                        + " agrees with this one"),
                certificate -> assertThat(certificate).startsWith("bad certificate this device has none, and the other"
                        + " node is in a run with invitations: let it print a code with './grapevine invite'"));
        assertThat(context.neighbours().getFirst().greeting().orElseThrow().authority()).isEmpty();
    }

    @Test
    void clockThatDiffers_isTold() {
        TestRun run = run("run");
        RunAccess founder = run.founder("founder");
        run.invited(founder, "member");
        Address address = keep(new SecuredListener(founder)).address();
        Optional<Path> own = Optional.of(folder.resolve("run/member"));
        assertThat(look(context(USUAL, own, run.now().plus(Duration.ofHours(3)), address), new ClockCheck())).last()
                .asString().startsWith("bad clock the clock of the node at " + address
                        + " (ann) is 3 hours behind the one of this machine: ")
                .contains("set the wrong one");
        assertThat(look(context(USUAL, own, run.now().minus(Duration.ofMinutes(50)), address), new ClockCheck())).last()
                .asString().contains("minutes ahead of the one of this machine");
        assertThat(look(context(USUAL, own, run.now().minus(Duration.ofDays(9)), address), new ClockCheck())).first()
                .asString().startsWith("bad clock The clock of this device is behind by at least ");
    }

    @Test
    void nodeOfAnotherRun_isTold() {
        TestRun run = run("run");
        RunAccess member = run.invited(run.founder("founder"), "member");
        TestRun elsewhere = run("elsewhere");
        elsewhere.founder("with other keys");
        RunAccess other = elsewhere.founder("other");
        Address address = keep(new SecuredListener(other)).address();
        assertThat(look(context(USUAL, Optional.of(folder.resolve("run/member")), run.now(), address),
                new CertificateCheck())).last().asString().startsWith("bad certificate the node at " + address
                        + " is in another run: its authority is " + other.authority() + ", that of this device "
                        + member.authority() + ": ");
    }

    @Test
    void revokedDevice_isTold() throws IOException {
        TestRun run = run("run");
        RunAccess founder = run.founder("founder");
        RunAccess member = run.invited(founder, "member");
        founder.revoke(member.device().peer());
        Address address = keep(new SecuredListener(founder)).address();
        Optional<Path> own = Optional.of(folder.resolve("run/member"));
        assertThat(look(context(USUAL, own, run.now(), address), new CertificateCheck())).last().asString()
                .startsWith("bad certificate the node at " + address + " does not let this device in, since its key or"
                        + " the one of its inviter was revoked: begin with a new folder");
        member.merge(founder.missingRevocations(member.knownRevocations()));
        assertThat(look(context(USUAL, own, run.now(), address), new CertificateCheck())).first().asString()
                .startsWith("bad certificate This device takes no part in the run any more");
    }

    @Test
    void revokedNeighbour_isTold() throws IOException {
        TestRun run = run("run");
        RunAccess founder = run.founder("founder");
        RunAccess member = run.invited(founder, "member");
        founder.revoke(member.device().peer());
        Address address = keep(new SecuredListener(member)).address();
        assertThat(look(context(USUAL, Optional.of(folder.resolve("run/founder")), run.now(), address),
                new CertificateCheck())).last().asString().startsWith("bad certificate this device does not let in the"
                        + " node at " + address)
                .contains("was revoked");
    }

    @Test
    void certificateThatHasEnded_isTold() {
        TestRun run = run("run");
        RunAccess founder = run.founder("founder");
        run.invited(founder, "member");
        run.setClock(run.now().plus(Duration.ofDays(31)));
        Address address = keep(new SecuredListener(founder)).address();
        assertThat(look(context(USUAL, Optional.of(folder.resolve("run/member")), run.now(), address),
                new CertificateCheck())).satisfiesExactly(
                        own -> assertThat(own).startsWith("bad certificate the certificate of this device ended at ")
                                .contains(": start the node while an inviter is there"),
                        there -> assertThat(there).startsWith("bad certificate the node at " + address)
                                .contains("does not let this device in, since its certificate has ended"));
    }

    @Test
    void invitations_areLookedAtAndNotUsedUp() throws IOException {
        TestRun run = run("run");
        RunAccess founder = run.founder("founder");
        SecuredListener listener = keep(new SecuredListener(founder));
        InvitationCode issued = founder.invite(listener.address());
        code = Optional.of(issued.text());
        Context context = context(USUAL);
        assertThat(look(context, new InvitationCheck(), new CertificateCheck())).satisfiesExactly(
                invitation -> assertThat(invitation).startsWith("ok invitation the code is typed right and leads to "
                        + listener.address() + ", where the node " + founder.device().peer() + " has the key"),
                certificate -> assertThat(certificate).startsWith("ok certificate this device has none yet"));
        assertThat(SecurityFolder.look(folder.resolve("run/founder")).orElseThrow().invitations().open(run.now()))
                .as("open invitations").isEqualTo(1);
    }

    @Test
    void wrongInvitations_areTold() throws IOException {
        TestRun run = run("run");
        RunAccess founder = run.founder("founder");
        RunAccess member = run.invited(founder, "member");
        SecuredListener listener = keep(new SecuredListener(member));
        String text = founder.invite(listener.address()).text();
        code = Optional.of(text);
        assertThat(look(context(USUAL), new InvitationCheck())).singleElement().asString()
                .startsWith(
                        "bad invitation the node at " + listener.address() + " is not the inviter: it has the key of "
                                + member.device().peer())
                .doesNotContain(text);
        code = Optional.of(text.substring(1));
        assertThat(look(context(USUAL), new InvitationCheck())).singleElement().asString()
                .startsWith("bad invitation The invitation code has ").doesNotContain(text.substring(1));
        code = Optional.of(founder.invite(closedPort()).text());
        assertThat(look(context(USUAL), new InvitationCheck())).singleElement().asString()
                .startsWith("? invitation the code is typed right").endsWith("where no node with TLS answers now");
    }

    @Test
    void placesToListen_areTried() throws IOException {
        TestRun run = run("run");
        RunAccess founder = run.founder("founder");
        SecuredListener listener = keep(new SecuredListener(founder));
        listen = Optional.of(listener.address());
        assertThat(look(context(USUAL, Optional.of(folder.resolve("run/founder")), run.now()), new ReachCheck())).last()
                .isEqualTo("ok reach the node of this folder listens at " + listener.address());
        assertThat(look(context(USUAL), new ReachCheck())).last().asString().startsWith("bad reach the port of "
                + listener.address() + " is taken by another node, " + founder.device().peer() + ": ");
        listen = Optional.of(closedPort());
        assertThat(look(context(USUAL), new ReachCheck())).last().asString()
                .startsWith("ok reach a node can listen at");
        listen = Optional.of(new Address("192.0.2.7", 7001));
        assertThat(look(context(USUAL), new ReachCheck())).last().asString()
                .startsWith("bad reach listen is 192.0.2.7:7001, which is no address of this machine: ");
    }

    @Test
    void copiedFolder_isTold() {
        TestRun run = run("run");
        RunAccess founder = run.founder("founder");
        Address address = keep(new SecuredListener(founder)).address();
        assertThat(
                look(context(USUAL, Optional.of(folder.resolve("run/founder")), run.now(), address), new PortCheck()))
                .singleElement().asString().startsWith("bad port the node at " + address
                        + " has the key of this folder, as after the folder was copied: ");
    }
}
