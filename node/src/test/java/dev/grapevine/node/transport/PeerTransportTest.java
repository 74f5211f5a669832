package dev.grapevine.node.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.UserMistakeException;

import io.vertx.core.net.NetSocket;

import io.vertx.core.Future;

import io.vertx.core.net.NetClient;

import org.junit.jupiter.params.ParameterizedTest;

import org.junit.jupiter.params.provider.ValueSource;

/** Frames over real sockets. */
class PeerTransportTest {

    private static final DeviceKey ALICE_KEY = DeviceKey.create(new SecureRandom());
    private static final DeviceKey BOB_KEY = DeviceKey.create(new SecureRandom());
    private static final DeviceKey CAROL_KEY = DeviceKey.create(new SecureRandom());
    private static final RawPeer BOB_PEER = new RawPeer(BOB_KEY, 1);
    private static final PeerId ALICE = ALICE_KEY.peer();
    private static final PeerId BOB = BOB_KEY.peer();
    private static final PeerId CAROL = CAROL_KEY.peer();
    private static final int LIMIT = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    /** Addresses of the listeners that were refused. */
    private final List<Address> refusing = new CopyOnWriteArrayList<>();
    private final PeerTransport.Refusals collecting = new PeerTransport.Refusals() {
        @Override
        public void caller(String sentence) {
            refusals.add(sentence);
        }

        @Override
        public void listener(Address at, String sentence) {
            refusing.add(at);
            refusals.add(sentence);
        }
    };

    /** A transport and the frames that it received. */
    private final class Side {
        private final List<Map.Entry<PeerId, byte[]>> received = new CopyOnWriteArrayList<>();
        private final Context loop = vertx.getOrCreateContext();
        private PeerTransport transport;
        private Address address;

        Side(DeviceKey key) {
            this(key, new PlainTransport());
        }

        Side(DeviceKey key, TransportSecurity security) {
            this(key, security, LIMIT, TransportLimits.DEFAULT);
        }

        Side(DeviceKey key, TransportSecurity security, int frameBytesMax, TransportLimits limits) {
            loop.runOnContext(unused -> {
                transport = new PeerTransport(vertx, key, ProtocolVersions.OWN, security, "127.0.0.1", frameBytesMax,
                        (from, frame) -> received.add(Map.entry(from, frame)), collecting, limits);
                transport.listen(new Address("127.0.0.1", 0))
                        .onSuccess(port -> address = new Address("127.0.0.1", port));
            });
            await().atMost(PATIENCE).until(() -> address != null);
        }

        void locate(PeerId peer, Address at) {
            loop.runOnContext(unused -> transport.locate(peer, List.of(at)));
        }

        boolean mayReachAnyPeer() {
            return onLoop(PeerTransport::mayReachAnyPeer);
        }

        <T> T onLoop(Function<PeerTransport, T> question) {
            CompletableFuture<T> answer = new CompletableFuture<>();
            loop.runOnContext(unused -> answer.complete(question.apply(transport)));
            return answer.join();
        }

        void send(PeerId to, byte[] frame) {
            loop.runOnContext(unused -> transport.send(to, frame));
        }
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void framesArriveWholeAndInOrder() {
        Side alice = new Side(ALICE_KEY);
        Side bob = new Side(BOB_KEY);
        alice.locate(BOB, bob.address);
        for (int i = 0; i < 200; i++) {
            alice.send(BOB, new byte[1 + i * 37 % LIMIT]);
        }
        await().atMost(PATIENCE).until(() -> bob.received.size() == 200);
        for (int i = 0; i < 200; i++) {
            assertThat(bob.received.get(i).getKey()).isEqualTo(ALICE);
            assertThat(bob.received.get(i).getValue()).hasSize(1 + i * 37 % LIMIT);
        }
        long payload = bob.received.stream().mapToLong(frame -> frame.getValue().length + 4).sum();
        long handshake = 2L * (RawPeer.fresh().handshake().encode().length + Handshake.PROOF_BYTES + 2 * 4);
        assertThat(alice.transport.traffic().bytesSent() + bob.transport.traffic().bytesSent())
                .isEqualTo(payload + handshake);
    }

    @Test
    void frameWithoutConnectionIsDroppedAndCounted() throws IOException {
        Side alice = new Side(ALICE_KEY);
        alice.send(BOB, new byte[10]);
        int closed;
        try (ServerSocket free = new ServerSocket(0)) {
            closed = free.getLocalPort();
        }
        alice.locate(BOB, new Address("127.0.0.1", closed));
        alice.send(BOB, new byte[10]);
        await().atMost(PATIENCE).until(() -> alice.transport.traffic().framesDropped() == 2);
    }

    @Test
    void fullQueueDropsFrames() throws IOException {
        Side alice = new Side(ALICE_KEY);
        // Accepts connections but never reads or answers: nothing leaves the queue.
        try (ServerSocket deaf = new ServerSocket(0)) {
            alice.locate(BOB, new Address("127.0.0.1", deaf.getLocalPort()));
            int frames = PeerLink.QUEUE_BYTES_MAX / LIMIT + 50;
            for (int i = 0; i < frames; i++) {
                alice.send(BOB, new byte[LIMIT]);
            }
            await().atMost(PATIENCE).until(() -> alice.transport.traffic().framesDropped() >= 50);
        }
    }

    @Test
    void newAddressReplacesOld() {
        Side alice = new Side(ALICE_KEY);
        Side bob = new Side(BOB_KEY);
        alice.locate(BOB, bob.address);
        alice.send(BOB, new byte[]{1});
        await().atMost(PATIENCE).until(() -> bob.received.size() == 1);
        Side again = new Side(BOB_KEY);
        alice.locate(BOB, again.address);
        alice.send(BOB, new byte[]{2});
        await().atMost(PATIENCE).until(() -> again.received.size() == 1);
        assertThat(bob.received).hasSize(1);
    }

    @Test
    void otherVersionOfCallerIsRefused() throws IOException {
        Side alice = new Side(ALICE_KEY);
        try (Socket socket = new Socket("127.0.0.1", alice.address.port())) {
            RawPeer.send(socket, BOB_PEER.handshake(FrameCodec.VERSION + 1, FrameCodec.VERSION + 2, 0).encode());
            assertThat(Handshake.decode(RawPeer.read(socket)).peer()).isEqualTo(ALICE);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(refusals)
                .containsExactly(BOB + " speaks protocol versions 6 to 7, this node version 5: they cannot take"
                        + " part in one run before the older one is updated");
    }

    /** Its handshake is decoded, and the answer has its format. */
    @Test
    void nodeOf01IsRefusedOnBothSides() throws IOException {
        Side alice = new Side(ALICE_KEY);
        try (Socket socket = new Socket("127.0.0.1", alice.address.port())) {
            RawPeer.send(socket, new byte[]{'G', 'R', 'P', 'V', 3, 'b', 'o', 'b'});
            assertThat(RawPeer.read(socket))
                    .isEqualTo(("GRPV\u0005" + ALICE).getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(refusals).containsExactly("bob speaks protocol version 3, this node version 5: they cannot take"
                + " part in one run before the older one is updated");
    }

    @Test
    void otherVersionOfListenerIsRefused() throws IOException {
        Side alice = new Side(ALICE_KEY);
        try (ServerSocket other = new ServerSocket(0)) {
            alice.locate(BOB, new Address("localhost", other.getLocalPort()));
            assertThat(alice.mayReachAnyPeer()).as("no attempt yet").isTrue();
            alice.send(BOB, new byte[10]);
            try (Socket socket = other.accept()) {
                assertThat(Handshake.decode(RawPeer.read(socket)).peer()).isEqualTo(ALICE);
                RawPeer.send(socket, new byte[]{'G', 'R', 'P', 'V', 3, 'b', 'o', 'b'});
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
        assertThat(refusals).singleElement().asString().startsWith("bob at localhost:")
                .endsWith(" speaks protocol version 3, this node version 5: they cannot take part in one run before the"
                        + " older one is updated");
        assertThat(refusing).singleElement().extracting(Address::host).isEqualTo("127.0.0.1");
        assertThat(alice.mayReachAnyPeer()).isFalse();
        Side bob = new Side(BOB_KEY);
        alice.locate(BOB, bob.address);
        alice.send(BOB, new byte[]{1});
        await().atMost(PATIENCE).until(() -> bob.received.size() == 1);
        assertThat(alice.mayReachAnyPeer()).isTrue();
    }

    /** A newer node that still supports the present version is accepted, whatever its features. */
    @Test
    void nodeWithMoreVersionsAndFeaturesIsAccepted() throws IOException {
        Side alice = new Side(ALICE_KEY);
        try (Socket socket = new Socket("127.0.0.1", alice.address.port())) {
            BOB_PEER.dials(socket, BOB_PEER.handshake(FrameCodec.VERSION, 200, -1));
            RawPeer.send(socket, new byte[]{1, 2, 3});
            await().atMost(PATIENCE).until(() -> alice.received.size() == 1);
        }
        assertThat(refusals).isEmpty();
    }

    /** A peer whose connection proves another identity is not received, whatever its handshake claims. */
    @Test
    void peerWithFalseIdentityIsRefused() {
        Side alice = new Side(ALICE_KEY, new Knowing(CAROL));
        Side bob = new Side(BOB_KEY);
        bob.locate(ALICE, alice.address);
        bob.send(ALICE, new byte[]{1});
        await().atMost(PATIENCE).until(() -> bob.transport.traffic().framesDropped() == 1
                || bob.transport.traffic().bytesSent() > RawPeer.fresh().handshake().encode().length + 4);
        Side dave = new Side(CAROL_KEY);
        dave.locate(ALICE, alice.address);
        dave.send(ALICE, new byte[]{2});
        await().atMost(PATIENCE).until(() -> !alice.received.isEmpty());
        assertThat(alice.received).singleElement().extracting(Map.Entry::getKey).isEqualTo(CAROL);
    }

    /** Sometimes has no memory to find out a peer's identity. */
    private record Poor(BooleanSupplier now) implements TransportSecurity {

        @Override
        public Future<PortProtocol> accepted(NetSocket socket) {
            return new PlainTransport().accepted(socket);
        }

        @Override
        public Future<NetSocket> connect(NetClient client, Address address, PortProtocol protocol) {
            return new PlainTransport().connect(client, address, protocol);
        }

        @Override
        public Optional<PeerId> peerOf(NetSocket socket) {
            if (now.getAsBoolean()) {
                throw new OutOfMemoryError("no memory for a certificate");
            }
            return Optional.empty();
        }

        @Override
        public boolean stillAdmits(NetSocket socket) {
            return true;
        }

        @Override
        public boolean protectsFromStrangers() {
            return false;
        }
    }

    /** Takes every connection for that of one peer. */
    private record Knowing(PeerId peer) implements TransportSecurity {

        @Override
        public Future<PortProtocol> accepted(NetSocket socket) {
            return new PlainTransport().accepted(socket);
        }

        @Override
        public Future<NetSocket> connect(NetClient client, Address address, PortProtocol protocol) {
            return new PlainTransport().connect(client, address, protocol);
        }

        @Override
        public Optional<PeerId> peerOf(NetSocket socket) {
            return Optional.of(peer);
        }

        @Override
        public boolean stillAdmits(NetSocket socket) {
            return true;
        }

        @Override
        public boolean protectsFromStrangers() {
            return true;
        }
    }

    @Test
    void plainTransportListensOnLoopbackOnly() {
        Side alice = new Side(ALICE_KEY);
        for (String host : List.of("0.0.0.0", "::", "192.0.2.1")) {
            assertThatThrownBy(() -> alice.transport.listen(new Address(host, 0)))
                    .isInstanceOf(UserMistakeException.class).hasMessageContaining("other machines can reach");
        }
        List<Integer> ports = new CopyOnWriteArrayList<>();
        alice.loop.runOnContext(unused -> new PeerTransport(vertx, BOB_KEY, ProtocolVersions.OWN, new Knowing(ALICE),
                "127.0.0.1", LIMIT,
                (from, frame) -> {}, collecting).listen(new Address("0.0.0.0", 0)).onSuccess(ports::add));
        await().atMost(PATIENCE).until(() -> !ports.isEmpty());
    }

    @Test
    void nonsenseEndsConnection() throws IOException {
        Side alice = new Side(ALICE_KEY);
        List<byte[]> openings = new ArrayList<>();
        openings.add("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        openings.add(new byte[]{0x7f, -1, -1, -1, 1, 2, 3});
        openings.add(new byte[]{-1, -1, -1, -1, 1, 2, 3});
        openings.add(new byte[]{0, 0, 0, 0});
        openings.add(new byte[]{0, 0, 0, 6, 'G', 'R', 'P', 'V', 3, '*'});
        openings.add(new byte[]{0, 0, 0, 6, 'G', 'R', 'P', 'V', 0, 4});
        openings.add(new byte[]{0, 0, 0, 16, 'G', 'R', 'P', 'V', 0, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0, '*'});
        openings.add(new byte[]{0, 0, 0, 16, 'G', 'R', 'P', 'V', 0, 5, 4, 0, 0, 0, 0, 0, 0, 0, 0, 'b'});
        openings.add(new byte[]{0, 0, 0, 16, 'G', 'R', 'P', 'V', 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 'b'});
        openings.add(new byte[]{0, 0, 0, 3, 'a', 'b', 'c'});
        for (byte[] opening : openings) {
            try (Socket socket = new Socket("127.0.0.1", alice.address.port())) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                socket.getOutputStream().write(opening);
                assertThat(readOrEnd(socket)).isEqualTo(-1);
            }
        }
        assertThat(alice.received).isEmpty();
    }

    @Test
    void frameOverLimitEndsConnection() throws IOException {
        Side alice = new Side(ALICE_KEY);
        try (Socket socket = new Socket("127.0.0.1", alice.address.port())) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            BOB_PEER.dials(socket);
            out.writeInt(LIMIT);
            out.write(new byte[LIMIT]);
            out.writeInt(LIMIT + 1);
            out.write(new byte[10]);
            assertThat(readOrEnd(socket)).isEqualTo(-1);
        }
        assertThat(alice.received).singleElement().extracting(frame -> frame.getValue().length).isEqualTo(LIMIT);
    }

    /** Each connection claims another identity, announces the longest frame and sends all of it but one byte. */
    @Test
    void unfinishedFramesStayWithinLimit() throws IOException {
        int longest = 1 << 20;
        Side alice = new Side(ALICE_KEY, new PlainTransport(), longest, TransportLimits.DEFAULT);
        byte[] beginning = new byte[longest - 1];
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                Socket socket = new Socket("127.0.0.1", alice.address.port());
                sockets.add(socket);
                socket.setSoTimeout((int) PATIENCE.toMillis());
                RawPeer.fresh().dials(socket);
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                out.writeInt(longest);
                out.write(beginning);
            }
            int stay = TransportLimits.DEFAULT.unfinishedBytesMax() / longest;
            // The first ones are closed; the last ones may still be on their way.
            for (Socket socket : sockets.subList(0, sockets.size() - 2 * stay)) {
                assertThat(readOrEnd(socket)).isEqualTo(-1);
            }
            assertThat(alice.onLoop(PeerTransport::unfinishedBytes))
                    .isBetween(1L, (long) TransportLimits.DEFAULT.unfinishedBytesMax());
            Side bob = new Side(BOB_KEY, new PlainTransport(), longest, TransportLimits.DEFAULT);
            bob.locate(ALICE, alice.address);
            bob.send(ALICE, new byte[longest]);
            await().atMost(PATIENCE).until(() -> alice.received.size() == 1);
            assertThat(alice.received.getFirst().getKey()).isEqualTo(BOB);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        await().atMost(PATIENCE).until(() -> alice.onLoop(PeerTransport::unfinishedBytes) == 0);
    }

    @Test
    void silentConnectionsGiveWayToLaterOnes() throws IOException {
        Side alice = new Side(ALICE_KEY);
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < TransportLimits.DEFAULT.handshakesMax() + 20; i++) {
                Socket socket = new Socket("127.0.0.1", alice.address.port());
                socket.setSoTimeout((int) PATIENCE.toMillis());
                sockets.add(socket);
            }
            for (Socket socket : sockets.subList(0, 20)) {
                assertThat(readOrEnd(socket)).isEqualTo(-1);
            }
            assertThat(BOB_PEER.dials(sockets.getLast()).peer()).isEqualTo(ALICE);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void lateHandshakesAndFramesEndConnection() throws IOException {
        Side alice = new Side(ALICE_KEY, new PlainTransport(), LIMIT,
                new TransportLimits(64, 64, 64, Duration.ofMillis(200), Duration.ofMillis(100), 64, LIMIT,
                        Duration.ofMillis(100)));
        for (byte[] opening : List.of(new byte[0], new byte[]{0}, new byte[]{0, 0, 0, 16, 'G', 'R'})) {
            try (Socket socket = new Socket("127.0.0.1", alice.address.port())) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                socket.getOutputStream().write(opening);
                assertThat(readOrEnd(socket)).isEqualTo(-1);
            }
        }
        for (byte[] beginning : List.of(new byte[]{0}, new byte[]{0, 0, 0, 9}, new byte[]{0, 0, 0, 9, 1, 2, 3})) {
            try (Socket socket = new Socket("127.0.0.1", alice.address.port())) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                BOB_PEER.dials(socket);
                RawPeer.send(socket, new byte[]{7});
                socket.getOutputStream().write(beginning);
                assertThat(readOrEnd(socket)).isEqualTo(-1);
            }
        }
        assertThat(alice.received).hasSize(3);
    }

    @Test
    void newerConnectionOfPeerStays() throws IOException {
        Side alice = new Side(ALICE_KEY);
        try (Socket older = new Socket("127.0.0.1", alice.address.port());
                Socket newer = new Socket("127.0.0.1", alice.address.port())) {
            older.setSoTimeout((int) PATIENCE.toMillis());
            BOB_PEER.dials(older);
            RawPeer.send(older, new byte[]{1});
            await().atMost(PATIENCE).until(() -> alice.received.size() == 1);
            BOB_PEER.dials(newer);
            assertThat(readOrEnd(older)).isEqualTo(-1);
            RawPeer.send(newer, new byte[]{2});
            await().atMost(PATIENCE).until(() -> alice.received.size() == 2);
        }
    }

    /** The next byte, or -1 if the connection was closed or reset. */
    private static int readOrEnd(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (EOFException | SocketException e) {
            return -1;
        }
    }

    /**
     * Missing memory for a connection closes that one only. No exception reaches the event loop, where it would be a
     * bug.
     */
    @Test
    void missingMemoryEndsOnlyThatConnection() throws Exception {
        List<Throwable> bugs = new CopyOnWriteArrayList<>();
        List<String> heard = new CopyOnWriteArrayList<>();
        Context loop = vertx.getOrCreateContext();
        loop.exceptionHandler(bugs::add);
        CompletableFuture<PeerTransport> made = new CompletableFuture<>();
        CompletableFuture<Integer> listening = new CompletableFuture<>();
        TransportSecurity poor = new Poor(() -> heard.contains("poor"));
        loop.runOnContext(unused -> {
            PeerTransport transport = new PeerTransport(vertx, ALICE_KEY, ProtocolVersions.OWN, poor, "127.0.0.1",
                    LIMIT, (from, frame) -> {
                        heard.add(new String(frame, StandardCharsets.UTF_8));
                        if (frame.length == 3) {
                            throw new OutOfMemoryError("no memory for a frame");
                        }
                    }, collecting, TransportLimits.DEFAULT);
            transport.listen(new Address("127.0.0.1", 0)).onSuccess(listening::complete);
            made.complete(transport);
        });
        Side bob = new Side(BOB_KEY);
        bob.locate(ALICE, new Address("127.0.0.1", listening.join()));
        bob.send(ALICE, "fine".getBytes(StandardCharsets.UTF_8));
        bob.send(ALICE, "big".getBytes(StandardCharsets.UTF_8));
        await().atMost(PATIENCE).until(() -> refusals.contains("The connection from " + BOB
                + " was closed: no memory for a frame"));
        await().atMost(PATIENCE).until(() -> {
            bob.send(ALICE, "poor".getBytes(StandardCharsets.UTF_8));
            return heard.contains("poor");
        });
        RawPeer dave = RawPeer.fresh();
        Address daves = new Side(dave.key()).address;
        // On both sides: alice can identify neither the listener that it called nor the caller.
        loop.runOnContext(unused -> {
            made.join().locate(dave.key().peer(), List.of(daves));
            made.join().send(dave.key().peer(), new byte[]{1});
        });
        Side carol = new Side(CAROL_KEY);
        carol.locate(ALICE, new Address("127.0.0.1", listening.join()));
        carol.send(ALICE, "unheard".getBytes(StandardCharsets.UTF_8));
        await().atMost(PATIENCE).until(() -> refusals.stream()
                .anyMatch(sentence -> sentence.endsWith(" was closed: no memory for a certificate")));
        await().atMost(PATIENCE).until(() -> {
            CompletableFuture<Long> count = new CompletableFuture<>();
            loop.runOnContext(unused -> count.complete(made.join().traffic().framesDropped()));
            return count.join() >= 4;
        });
        assertThat(heard).startsWith("fine", "big").doesNotContain("unheard");
        assertThat(bugs).isEmpty();
    }

    /** Two that call each other at the same time keep one connection, and both the same. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofSimultaneousConnectionsTheSmallerIdentitysStays(boolean ours) throws IOException {
        Side alice = new Side(ALICE_KEY);
        RawPeer other = RawPeer.beside(ALICE_KEY, ours);
        try (ServerSocket listener = new ServerSocket(0)) {
            alice.locate(other.key().peer(), new Address("127.0.0.1", listener.getLocalPort()));
            alice.send(other.key().peer(), new byte[]{1});
            try (Socket first = listener.accept();
                    Socket second = new Socket("127.0.0.1", alice.address.port())) {
                first.setSoTimeout((int) PATIENCE.toMillis());
                second.setSoTimeout((int) PATIENCE.toMillis());
                other.listens(first);
                assertThat(RawPeer.read(first)).containsExactly(1);
                other.dials(second);
                assertThat(readOrEnd(ours ? second : first)).isEqualTo(-1);
                Socket stays = ours ? first : second;
                RawPeer.send(stays, new byte[]{2});
                await().atMost(PATIENCE).until(() -> alice.received.size() == 1);
                alice.send(other.key().peer(), new byte[]{3});
                assertThat(RawPeer.read(stays)).containsExactly(3);
            }
        }
    }

    /** After a restart the peer has lost its end of the connection, whoever made it. */
    @Test
    void connectionOfNewerProcessTakesThePlaceOfItsPredecessors() throws IOException {
        Side alice = new Side(ALICE_KEY);
        RawPeer before = RawPeer.beside(ALICE_KEY, true);
        RawPeer after = new RawPeer(before.key(), before.process() + 1);
        try (ServerSocket listener = new ServerSocket(0)) {
            alice.locate(before.key().peer(), new Address("127.0.0.1", listener.getLocalPort()));
            alice.send(before.key().peer(), new byte[]{1});
            try (Socket first = listener.accept();
                    Socket second = new Socket("127.0.0.1", alice.address.port())) {
                first.setSoTimeout((int) PATIENCE.toMillis());
                before.listens(first);
                RawPeer.read(first);
                after.dials(second);
                assertThat(readOrEnd(first)).isEqualTo(-1);
                alice.send(before.key().peer(), new byte[]{2});
                assertThat(RawPeer.read(second)).containsExactly(2);
            }
        }
    }

    /** Frames go both ways over the connection that a peer made, also to a peer whose address is unknown. */
    @Test
    void peerThatCalledIsAnsweredOverItsConnection() throws IOException {
        Side alice = new Side(ALICE_KEY);
        try (Socket socket = new Socket("127.0.0.1", alice.address.port())) {
            BOB_PEER.dials(socket);
            RawPeer.send(socket, new byte[]{1});
            await().atMost(PATIENCE).until(() -> alice.received.size() == 1);
            alice.send(BOB, new byte[]{2});
            assertThat(RawPeer.read(socket)).containsExactly(2);
        }
    }

    /** A public key is known to many; only its owner can sign, and only for this connection. */
    @Test
    void callerWithoutTheKeyIsRefused() throws IOException {
        Side alice = new Side(ALICE_KEY);
        for (int kind = 0; kind < 3; kind++) {
            try (Socket socket = new Socket("127.0.0.1", alice.address.port())) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                Handshake ours = BOB_PEER.handshake();
                RawPeer.send(socket, ours.encode());
                Handshake theirs = Handshake.decode(RawPeer.read(socket));
                byte[] theirProof = RawPeer.read(socket);
                RawPeer.send(socket, switch (kind) {
                    case 0 -> Handshake.sign(Role.DIALLER, CAROL_KEY, ours, theirs);
                    case 1 -> Handshake.sign(Role.DIALLER, BOB_KEY, BOB_PEER.handshake(), theirs);
                    default -> theirProof;
                });
                assertThat(readOrEnd(socket)).isEqualTo(-1);
            }
        }
        assertThat(refusals).hasSize(3).allMatch(sentence -> sentence.endsWith("it does not have the key of " + BOB));
        assertThat(alice.received).isEmpty();
    }
}
