package dev.grapevine.node.spare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.grapevine.node.security.Certificates;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.transport.FrameReader;
import dev.grapevine.node.transport.MutualTls;
import dev.grapevine.node.transport.PortProtocol;
import dev.grapevine.node.transport.StrangerCredentials;
import dev.grapevine.node.words.Address;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

/** The door on real connections, with devices that behave otherwise than they should. */
class SpareDoorTest {

    private static final int SOCKET_BYTES = 64 * 1024;
    private static final int PATIENCE_SECONDS = 60;
    private static final DeviceKey OWNER = SampleCopy.key(1);
    private static final byte[] FETCH = FrameReader
            .frame(new RestoreMessages.Fetch(SampleCopy.label(OWNER, 7L << 32, 1), 0).encode()).getBytes();

    private Vertx vertx;
    private NetClient client;
    private NetSocket device;
    private int answers;
    /** Completes with how many questions were answered until the door has closed the connection. */
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    @BeforeEach
    void begin() {
        vertx = Vertx.vertx();
        client = vertx.createNetClient(new NetClientOptions().setReceiveBufferSize(SOCKET_BYTES));
    }

    @AfterEach
    void end() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static MutualTls tls(DeviceKey key) {
        return new MutualTls(new StrangerCredentials(key, Certificates.selfSigned(key, Instant.now())));
    }

    private void accepted(NetSocket socket) {
        SpareDoor door = new SpareDoor(vertx, (peer, question) -> {
            answers++;
            device.write(Buffer.buffer(FETCH));
            return Future.succeededFuture(new RestoreMessages.Piece(new byte[RestoreMessages.PIECE_BYTES]));
        });
        socket.closeHandler(unused -> closed.complete(answers));
        socket.handler(new FrameReader(RestoreMessages.MAX_QUESTION_BYTES,
                question -> door.takesOver(socket, question), socket::close));
    }

    /** It would have the whole copy, and more, wait for it in memory. */
    @Test
    void deviceThatAsksOnWithoutReadingIsCutOff() throws Exception {
        MutualTls own = tls(SampleCopy.key(2));
        vertx.createNetServer(new NetServerOptions().setSendBufferSize(SOCKET_BYTES))
                .connectHandler(socket -> own.accepted(socket).onSuccess(unused -> accepted(socket)))
                .listen(0, "127.0.0.1").compose(server -> tls(OWNER).connect(client,
                        new Address("127.0.0.1", server.actualPort()), PortProtocol.ENROLMENT))
                .onSuccess(socket -> {
                    device = socket;
                    socket.pause();
                    socket.write(Buffer.buffer(FETCH));
                }).onFailure(closed::completeExceptionally);
        assertThat(closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isBetween(1, 16);
    }
}
