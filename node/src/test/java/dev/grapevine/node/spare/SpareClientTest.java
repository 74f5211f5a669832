package dev.grapevine.node.spare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.grapevine.node.transport.FrameReader;
import dev.grapevine.node.words.Address;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/** A device fetches its copy from a member, which may give it in other parts than it should. */
class SpareClientTest {

    private static final byte[] COPY = SampleCopy.sealed(SampleCopy.key(1), 7L << 32, 1,
            2 * RestoreMessages.PIECE_BYTES);

    private Vertx vertx;
    private NetClient client;
    private int asked;

    @BeforeEach
    void begin() {
        vertx = Vertx.vertx();
        client = vertx.createNetClient();
    }

    @AfterEach
    void end() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private byte[] fetched(int pieceBytes) throws Exception {
        NetServer member = vertx.createNetServer()
                .connectHandler(socket -> socket.handler(new FrameReader(RestoreMessages.MAX_QUESTION_BYTES,
                        question -> answer(socket, question, pieceBytes), socket::close)));
        return member.listen(0, "127.0.0.1").compose(server -> new SpareClient(vertx,
                address -> client.connect(address.port(), address.host())).fetch(
                        new Address("127.0.0.1", server.actualPort()),
                        new RestoreMessages.Offered(SealedCopy.label(COPY), COPY.length)))
                .toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private void answer(NetSocket socket, byte[] question, int pieceBytes) {
        asked++;
        int from = ((RestoreMessages.Fetch) RestoreMessages.readQuestion(question)).offset();
        socket.write(FrameReader.frame(new RestoreMessages.Piece(
                Arrays.copyOfRange(COPY, from, Math.min(COPY.length, from + pieceBytes))).encode()));
    }

    @Test
    void wholeCopyComesInPieces() throws Exception {
        assertThat(fetched(RestoreMessages.PIECE_BYTES)).isEqualTo(COPY);
        assertThat(asked).isEqualTo(3);
    }

    /** With a byte at a time, each just in time, it would hold a device up for years. */
    @Test
    void memberThatGivesSmallPiecesIsLeft() {
        assertThatThrownBy(() -> fetched(1)).hasMessageContaining("it does not give what it has announced");
        assertThat(asked).isEqualTo(1);
    }
}
