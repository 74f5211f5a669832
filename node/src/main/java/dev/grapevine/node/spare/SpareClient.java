package dev.grapevine.node.spare;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.function.Function;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;

import dev.grapevine.node.transport.FrameReader;
import dev.grapevine.node.words.Address;

/** Asks members of a run for what they keep for this device, each over a connection of its own. For one event loop. */
public final class SpareClient {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Function<Address, Future<NetSocket>> connect;

    /** @param connect makes connections on which devices enrol */
    public SpareClient(Vertx vertx, Function<Address, Future<NetSocket>> connect) {
        this.vertx = vertx;
        this.connect = connect;
    }

    /** The answer of a member about what it has; or a clause why there is none. */
    public Future<RestoreMessages.Answer> find(Address member) {
        return connect.apply(member).compose(socket -> {
            Talk talk = new Talk(socket);
            return talk.ask(new RestoreMessages.Find()).onComplete(unused -> socket.close());
        });
    }

    /** A whole copy, sealed, as far as the member is to be believed; or a clause why it does not come. */
    public Future<byte[]> fetch(Address member, RestoreMessages.Offered offered) {
        return connect.apply(member).compose(socket -> {
            Promise<byte[]> fetched = Promise.promise();
            next(new Talk(socket), offered, new ByteArrayOutputStream(), fetched);
            return fetched.future().onComplete(unused -> socket.close());
        });
    }

    private static void next(Talk talk, RestoreMessages.Offered offered, ByteArrayOutputStream copy,
            Promise<byte[]> fetched) {
        talk.ask(new RestoreMessages.Fetch(offered.label(), copy.size())).onComplete(answer -> {
            byte[] bytes = answer instanceof RestoreMessages.Piece piece ? piece.bytes() : new byte[0];
            // A copy that comes a byte at a time, each just in time, would take years.
            if (bytes.length != Math.min(RestoreMessages.PIECE_BYTES, offered.bytes() - copy.size())) {
                fetched.tryFail("it does not give what it has announced");
                return;
            }
            copy.writeBytes(bytes);
            if (copy.size() < offered.bytes()) {
                next(talk, offered, copy, fetched);
            } else {
                fetched.tryComplete(copy.toByteArray());
            }
        }, fetched::tryFail);
    }

    /** Questions and answers by turns on one connection. */
    private final class Talk {

        private final NetSocket socket;
        private Promise<RestoreMessages.Answer> awaited = Promise.promise();
        /** Negative while there is none. */
        private long deadline = -1;

        Talk(NetSocket socket) {
            this.socket = socket;
            socket.exceptionHandler(unused -> socket.close());
            socket.closeHandler(unused -> {
                vertx.cancelTimer(deadline);
                awaited.tryFail("it ended the connection: it may be a node of an earlier version");
            });
            socket.handler(new FrameReader(RestoreMessages.MAX_ANSWER_BYTES, this::answered, socket::close));
        }

        Future<RestoreMessages.Answer> ask(RestoreMessages.Question question) {
            awaited = Promise.promise();
            deadline = vertx.setTimer(PATIENCE.toMillis(), unused -> {
                awaited.tryFail("it does not answer");
                socket.close();
            });
            socket.write(FrameReader.frame(question.encode()));
            return awaited.future();
        }

        private void answered(byte[] bytes) {
            vertx.cancelTimer(deadline);
            try {
                awaited.tryComplete(RestoreMessages.readAnswer(bytes));
            } catch (IllegalArgumentException e) {
                awaited.tryFail("it answers what this version does not understand");
            }
        }
    }
}
