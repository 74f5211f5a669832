package dev.grapevine.node.spare;

import java.time.Duration;

import javax.net.ssl.SSLPeerUnverifiedException;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.transport.FrameReader;
import dev.grapevine.node.transport.MutualTls;

/**
 * Gives devices that have lost their folder what is kept for them, and nothing to anybody else: the key that the connection
 * has proved is the only one whose copy is read. One question at a time on a connection, each within seconds. For one event
 * loop.
 */
public final class SpareDoor {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** The most questions on one connection: as many as the longest copy takes, with the first and one in vain. */
    private static final int QUESTIONS_MAX = SealedCopy.MAX_BYTES / RestoreMessages.PIECE_BYTES + 2;

    /** The node that answers. */
    @FunctionalInterface
    public interface Host {

        /** The answer to a device that has proved its key; may wait for the disk. */
        Future<RestoreMessages.Answer> answer(PeerId device, RestoreMessages.Question question);
    }

    private final Vertx vertx;
    private final Host host;

    public SpareDoor(Vertx vertx, Host host) {
        this.vertx = vertx;
        this.host = host;
    }

    /** Serves a connection if its first question is for this door; then no other handler may be on it. */
    public boolean takesOver(NetSocket socket, byte[] question) {
        if (!RestoreMessages.isQuestion(question)) {
            return false;
        }
        try {
            new Visit(socket, DeviceKey.peerOf(MutualTls.keyOf(socket))).begin(question);
        } catch (SSLPeerUnverifiedException | IllegalArgumentException e) {
            socket.close();
        }
        return true;
    }

    /** One connection. */
    private final class Visit {

        private final NetSocket socket;
        private final PeerId device;
        /** Negative while there is none. */
        private long deadline = -1;
        private int questions;
        private boolean isAnswering;

        Visit(NetSocket socket, PeerId device) {
            this.socket = socket;
            this.device = device;
        }

        void begin(byte[] question) {
            socket.handler(new FrameReader(RestoreMessages.MAX_QUESTION_BYTES, this::asked, socket::close));
            asked(question);
        }

        private void asked(byte[] question) {
            vertx.cancelTimer(deadline);
            if (isAnswering || ++questions > QUESTIONS_MAX) {
                // A crowd of questions would take memory for as many answers, which nobody may read.
                socket.close();
                return;
            }
            isAnswering = true;
            try {
                host.answer(device, RestoreMessages.readQuestion(question)).onComplete(this::answered,
                        failure -> socket.close());
            } catch (IllegalArgumentException e) {
                socket.close();
            }
        }

        /** Owners of something here may go on; strangers shall not hold places of those who enrol. */
        private void answered(RestoreMessages.Answer answer) {
            boolean mayGoOn = answer instanceof RestoreMessages.Piece piece && piece.bytes().length > 0
                    || answer instanceof RestoreMessages.Found found && found.copy().isPresent();
            if (!mayGoOn) {
                socket.end(FrameReader.frame(answer.encode()));
                return;
            }
            deadline = vertx.setTimer(PATIENCE.toMillis(), unused -> socket.close());
            socket.write(FrameReader.frame(answer.encode())).onComplete(unused -> isAnswering = false);
        }
    }
}
