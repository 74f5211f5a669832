package dev.grapevine.node.transport;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FrameCodec;

/** Frames over real sockets. */
class PeerTransportTest {

    private static final PeerId ALICE = new PeerId("alice");
    private static final PeerId BOB = new PeerId("bob");
    private static final int LIMIT = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final List<String> refusals = new CopyOnWriteArrayList<>();

    /** One side, and what it received. */
    private final class Side {
        private final List<Map.Entry<PeerId, byte[]>> received = new CopyOnWriteArrayList<>();
        private final Context loop = vertx.getOrCreateContext();
        private PeerTransport transport;
        private Address address;

        Side(PeerId id) {
            loop.runOnContext(unused -> {
                transport = new PeerTransport(vertx, id, "127.0.0.1", LIMIT,
                        (from, frame) -> received.add(Map.entry(from, frame)), refusals::add);
                transport.listen(new Address("127.0.0.1", 0))
                        .onSuccess(port -> address = new Address("127.0.0.1", port));
            });
            await().atMost(PATIENCE).until(() -> address != null);
        }

        void locate(PeerId peer, Address at) {
            loop.runOnContext(unused -> transport.locate(peer, at));
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
        long handshake = 2 * (4 + 4 + 1) + "alice".length() + "bob".length();
        assertThat(alice.transport.traffic().bytesSent() + bob.transport.traffic().bytesSent())
                .isEqualTo(payload + handshake);
    }

    @Test
    void whatHasNoWayIsDroppedAndCounted() throws IOException {
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
    void aQueueThatIsFullTakesNoMore() throws IOException {
        Side alice = new Side(ALICE);
        // Takes connections and never reads nor answers: nothing leaves the queue.
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
    void aPeerComesBackAtAnotherAddress() {
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
    void anotherProtocolVersionIsRefusedWithASentence() throws IOException {
        Side alice = new Side(ALICE);
        try (Socket socket = new Socket("127.0.0.1", alice.address.port())) {
            byte[] hello = new Handshake(FrameCodec.VERSION + 1, BOB).encode();
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(hello.length);
            out.write(hello);
            assertAnswerThenEnd(socket);
        }
        assertThat(refusals).singleElement().asString()
                .contains("bob speaks protocol version " + (FrameCodec.VERSION + 1));
    }

    /** A node of another version still says which one it is. */
    private static void assertAnswerThenEnd(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] answer = new byte[in.readInt()];
        in.readFully(answer);
        assertThat(Handshake.decode(answer)).isEqualTo(new Handshake(FrameCodec.VERSION, ALICE));
        assertThat(in.read()).isEqualTo(-1);
    }

    @Test
    void strangersAreSentAwayBeforeAnythingIsKept() throws IOException {
        Side alice = new Side(ALICE);
        List<byte[]> openings = new ArrayList<>();
        openings.add("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        openings.add(new byte[]{0x7f, -1, -1, -1, 1, 2, 3});
        openings.add(new byte[]{-1, -1, -1, -1, 1, 2, 3});
        openings.add(new byte[]{0, 0, 0, 0});
        openings.add(new byte[]{0, 0, 0, 6, 'G', 'R', 'P', 'V', FrameCodec.VERSION, '*'});
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
    void aFrameOverTheLimitEndsTheConnection() throws IOException {
        Side alice = new Side(ALICE);
        try (Socket socket = new Socket("127.0.0.1", alice.address.port())) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            byte[] hello = new Handshake(FrameCodec.VERSION, BOB).encode();
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

    /** The end of a connection, whether it was ended in peace or not. */
    private static int readOrEnd(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (EOFException | SocketException e) {
            return -1;
        }
    }
}
