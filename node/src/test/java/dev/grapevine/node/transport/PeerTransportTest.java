package dev.grapevine.node.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
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
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.UserMistakeException;

import io.vertx.core.net.NetClientOptions;

import io.vertx.core.net.NetServerOptions;

import io.vertx.core.net.NetSocket;

/** Frames over real sockets. */
class PeerTransportTest {

    private static final PeerId ALICE = new PeerId("alice");
    private static final PeerId BOB = new PeerId("bob");
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

        Side(PeerId id) {
            this(id, new PlainTransport());
        }

        Side(PeerId id, TransportSecurity security) {
            this(id, security, LIMIT, TransportLimits.DEFAULT);
        }

        Side(PeerId id, TransportSecurity security, int frameBytesMax, TransportLimits limits) {
            loop.runOnContext(unused -> {
                transport = new PeerTransport(vertx, id, security, "127.0.0.1", frameBytesMax,
                        (from, frame) -> received.add(Map.entry(from, frame)), collecting, limits);
                transport.listen(new Address("127.0.0.1", 0))
                        .onSuccess(port -> address = new Address("127.0.0.1", port));
            });
            await().atMost(PATIENCE).until(() -> address != null);
        }

        void locate(PeerId peer, Address at) {
            loop.runOnContext(unused -> transport.locate(peer, at));
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
        Side alice = new Side(ALICE);
        Side bob = new Side(BOB);
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
        long handshake = Handshake.of(ALICE).encode().length + Handshake.of(BOB).encode().length + 2L * 4;
        assertThat(alice.transport.traffic().bytesSent() + bob.transport.traffic().bytesSent())
                .isEqualTo(payload + handshake);
    }

    @Test
    void frameWithoutConnectionIsDroppedAndCounted() throws IOException {
        Side alice = new Side(ALICE);
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
        Side alice = new Side(ALICE);
        // Accepts connections but never reads or answers: nothing leaves the queue.
        try (ServerSocket deaf = new ServerSocket(0)) {
            alice.locate(BOB, new Address("127.0.0.1", deaf.getLocalPort()));
            int frames = Outgoing.QUEUE_BYTES_MAX / LIMIT + 50;
            for (int i = 0; i < frames; i++) {
                alice.send(BOB, new byte[LIMIT]);
            }
            await().atMost(PATIENCE).until(() -> alice.transport.traffic().framesDropped() >= 50);
        }
    }

    @Test
    void newAddressReplacesOld() {
        Side alice = new Side(ALICE);
        Side bob = new Side(BOB);
        alice.locate(BOB, bob.address);
        alice.send(BOB, new byte[]{1});
        await().atMost(PATIENCE).until(() -> bob.received.size() == 1);
        Side again = new Side(BOB);
        alice.locate(BOB, again.address);
        alice.send(BOB, new byte[]{2});
        await().atMost(PATIENCE).until(() -> again.received.size() == 1);
        assertThat(bob.received).hasSize(1);
    }

    @Test
    void otherVersionOfCallerIsRefused() throws IOException {
        Side alice = new Side(ALICE);
        try (Socket socket = new Socket("127.0.0.1", alice.address.port())) {
            byte[] hello = new Handshake(FrameCodec.VERSION + 1, FrameCodec.VERSION + 2, 0, BOB).encode();
            sendFrame(socket, hello);
            assertThat(Handshake.decode(readFrame(socket))).isEqualTo(Handshake.of(ALICE));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(refusals)
                .containsExactly("bob speaks protocol versions 5 to 6, this node version 4: they cannot take"
                        + " part in one run before the older one is updated");
    }

    /** Its handshake is decoded, and the answer has its format. */
    @Test
    void nodeOf01IsRefusedOnBothSides() throws IOException {
        Side alice = new Side(ALICE);
        try (Socket socket = new Socket("127.0.0.1", alice.address.port())) {
            sendFrame(socket, new byte[]{'G', 'R', 'P', 'V', 3, 'b', 'o', 'b'});
            assertThat(readFrame(socket)).isEqualTo(new byte[]{'G', 'R', 'P', 'V', 4, 'a', 'l', 'i', 'c', 'e'});
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(refusals).containsExactly("bob speaks protocol version 3, this node version 4: they cannot take"
                + " part in one run before the older one is updated");
    }

    @Test
    void otherVersionOfListenerIsRefused() throws IOException {
        Side alice = new Side(ALICE);
        try (ServerSocket other = new ServerSocket(0)) {
            alice.locate(BOB, new Address("localhost", other.getLocalPort()));
            assertThat(alice.mayReachAnyPeer()).as("no attempt yet").isTrue();
            alice.send(BOB, new byte[10]);
            try (Socket socket = other.accept()) {
                assertThat(Handshake.decode(readFrame(socket))).isEqualTo(Handshake.of(ALICE));
                sendFrame(socket, new byte[]{'G', 'R', 'P', 'V', 3, 'b', 'o', 'b'});
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
        assertThat(refusals).singleElement().asString().startsWith("bob at localhost:")
                .endsWith(" speaks protocol version 3, this node version 4: they cannot take part in one run before the"
                        + " older one is updated");
        assertThat(refusing).singleElement().extracting(Address::host).isEqualTo("127.0.0.1");
        assertThat(alice.mayReachAnyPeer()).isFalse();
        Side bob = new Side(BOB);
        alice.locate(BOB, bob.address);
        alice.send(BOB, new byte[]{1});
        await().atMost(PATIENCE).until(() -> bob.received.size() == 1);
        assertThat(alice.mayReachAnyPeer()).isTrue();
    }

    /** A newer node that still supports the present version is accepted, whatever its features. */
    @Test
    void nodeWithMoreVersionsAndFeaturesIsAccepted() throws IOException {
        Side alice = new Side(ALICE);
        try (Socket socket = new Socket("127.0.0.1", alice.address.port())) {
            sendFrame(socket, new Handshake(FrameCodec.VERSION, 200, -1, BOB).encode());
            readFrame(socket);
            sendFrame(socket, new byte[]{1, 2, 3});
            await().atMost(PATIENCE).until(() -> alice.received.size() == 1);
        }
        assertThat(refusals).isEmpty();
    }

    /** A peer whose connection proves another identity is not received, whatever its handshake claims. */
    @Test
    void peerWithFalseIdentityIsRefused() {
        Side alice = new Side(ALICE, new Knowing(new PeerId("carol")));
        Side bob = new Side(BOB);
        bob.locate(ALICE, alice.address);
        bob.send(ALICE, new byte[]{1});
        await().atMost(PATIENCE).until(() -> bob.transport.traffic().framesDropped() == 1
                || bob.transport.traffic().bytesSent() > Handshake.of(BOB).encode().length + 4);
        Side dave = new Side(new PeerId("carol"));
        dave.locate(ALICE, alice.address);
        dave.send(ALICE, new byte[]{2});
        await().atMost(PATIENCE).until(() -> !alice.received.isEmpty());
        assertThat(alice.received).singleElement().extracting(Map.Entry::getKey).isEqualTo(new PeerId("carol"));
    }

    /** Sometimes has no memory to find out a peer's identity. */
    private record Poor(BooleanSupplier now) implements TransportSecurity {

        @Override
        public NetServerOptions server() {
            return new PlainTransport().server();
        }

        @Override
        public NetClientOptions client() {
            return new PlainTransport().client();
        }

        @Override
        public Optional<PeerId> peerOf(NetSocket socket) {
            if (now.getAsBoolean()) {
                throw new OutOfMemoryError("no memory for a certificate");
            }
            return Optional.empty();
        }

        @Override
        public boolean protectsFromStrangers() {
            return false;
        }
    }

    /** Takes every connection for that of one peer. */
    private record Knowing(PeerId peer) implements TransportSecurity {

        @Override
        public NetServerOptions server() {
            return new PlainTransport().server();
        }

        @Override
        public NetClientOptions client() {
            return new PlainTransport().client();
        }

        @Override
        public Optional<PeerId> peerOf(NetSocket socket) {
            return Optional.of(peer);
        }

        @Override
        public boolean protectsFromStrangers() {
            return true;
        }
    }

    @Test
    void plainTransportListensOnLoopbackOnly() {
        Side alice = new Side(ALICE);
        for (String host : List.of("0.0.0.0", "::", "192.0.2.1")) {
            assertThatThrownBy(() -> alice.transport.listen(new Address(host, 0)))
                    .isInstanceOf(UserMistakeException.class).hasMessageContaining("other machines can reach");
        }
        List<Integer> ports = new CopyOnWriteArrayList<>();
        alice.loop.runOnContext(unused -> new PeerTransport(vertx, BOB, new Knowing(ALICE), "127.0.0.1", LIMIT,
                (from, frame) -> {}, collecting).listen(new Address("0.0.0.0", 0)).onSuccess(ports::add));
        await().atMost(PATIENCE).until(() -> !ports.isEmpty());
    }

    private static void sendFrame(Socket socket, byte[] frame) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(frame.length);
        out.write(frame);
    }

    private static byte[] readFrame(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] answer = new byte[in.readInt()];
        in.readFully(answer);
        return answer;
    }

    @Test
    void nonsenseEndsConnection() throws IOException {
        Side alice = new Side(ALICE);
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
        Side alice = new Side(ALICE);
        try (Socket socket = new Socket("127.0.0.1", alice.address.port())) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            byte[] hello = Handshake.of(BOB).encode();
            out.writeInt(hello.length);
            out.write(hello);
            out.writeInt(LIMIT);
            out.write(new byte[LIMIT]);
            out.writeInt(LIMIT + 1);
            out.write(new byte[10]);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.readFully(new byte[in.readInt()]);
            assertThat(readOrEnd(socket)).isEqualTo(-1);
        }
        assertThat(alice.received).singleElement().extracting(frame -> frame.getValue().length).isEqualTo(LIMIT);
    }

    /** Each connection claims another identity, announces the longest frame and sends all of it but one byte. */
    @Test
    void unfinishedFramesStayWithinLimit() throws IOException {
        int longest = 1 << 20;
        Side alice = new Side(ALICE, new PlainTransport(), longest, TransportLimits.DEFAULT);
        byte[] beginning = new byte[longest - 1];
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                Socket socket = new Socket("127.0.0.1", alice.address.port());
                sockets.add(socket);
                socket.setSoTimeout((int) PATIENCE.toMillis());
                sendFrame(socket, Handshake.of(new PeerId("p" + i)).encode());
                readFrame(socket);
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
            Side bob = new Side(BOB, new PlainTransport(), longest, TransportLimits.DEFAULT);
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
        Side alice = new Side(ALICE);
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
            sendFrame(sockets.getLast(), Handshake.of(BOB).encode());
            assertThat(Handshake.decode(readFrame(sockets.getLast())).peer()).isEqualTo(ALICE);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void lateHandshakesAndFramesEndConnection() throws IOException {
        Side alice = new Side(ALICE, new PlainTransport(), LIMIT,
                new TransportLimits(64, Duration.ofMillis(100), 64, LIMIT, Duration.ofMillis(100)));
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
                sendFrame(socket, Handshake.of(BOB).encode());
                readFrame(socket);
                sendFrame(socket, new byte[]{7});
                socket.getOutputStream().write(beginning);
                assertThat(readOrEnd(socket)).isEqualTo(-1);
            }
        }
        assertThat(alice.received).hasSize(3);
    }

    @Test
    void newerConnectionOfPeerStays() throws IOException {
        Side alice = new Side(ALICE);
        try (Socket older = new Socket("127.0.0.1", alice.address.port());
                Socket newer = new Socket("127.0.0.1", alice.address.port())) {
            older.setSoTimeout((int) PATIENCE.toMillis());
            sendFrame(older, Handshake.of(BOB).encode());
            readFrame(older);
            sendFrame(newer, Handshake.of(BOB).encode());
            readFrame(newer);
            assertThat(readOrEnd(older)).isEqualTo(-1);
            sendFrame(newer, new byte[]{1});
            await().atMost(PATIENCE).until(() -> alice.received.size() == 1);
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
            PeerTransport transport = new PeerTransport(vertx, ALICE, poor, "127.0.0.1", LIMIT, (from, frame) -> {
                heard.add(new String(frame, StandardCharsets.UTF_8));
                if (frame.length == 3) {
                    throw new OutOfMemoryError("no memory for a frame");
                }
            }, collecting, TransportLimits.DEFAULT);
            transport.listen(new Address("127.0.0.1", 0)).onSuccess(listening::complete);
            made.complete(transport);
        });
        Side bob = new Side(BOB);
        bob.locate(ALICE, new Address("127.0.0.1", listening.join()));
        bob.send(ALICE, "fine".getBytes(StandardCharsets.UTF_8));
        bob.send(ALICE, "big".getBytes(StandardCharsets.UTF_8));
        await().atMost(PATIENCE).until(() -> refusals.contains("The connection from " + BOB
                + " was closed: no memory for a frame"));
        await().atMost(PATIENCE).until(() -> {
            bob.send(ALICE, "poor".getBytes(StandardCharsets.UTF_8));
            return heard.contains("poor");
        });
        // On both sides: alice can identify neither the listener that it called nor the caller.
        loop.runOnContext(unused -> {
            made.join().locate(BOB, bob.address);
            made.join().send(BOB, new byte[]{1});
        });
        Side carol = new Side(new PeerId("carol"));
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
        assertThat(bob.received).isEmpty();
        assertThat(bugs).isEmpty();
    }
}
