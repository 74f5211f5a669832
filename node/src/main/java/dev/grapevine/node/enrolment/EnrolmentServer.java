package dev.grapevine.node.enrolment;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import javax.net.ssl.SSLException;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.EnrolmentMessages;
import dev.grapevine.node.security.EnrolmentMessages.Answer;
import dev.grapevine.node.security.EnrolmentMessages.Refusal;
import dev.grapevine.node.security.Greeting;
import dev.grapevine.node.security.InvitationCode;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.transport.FrameReader;
import dev.grapevine.node.transport.MutualTls;
import dev.grapevine.node.transport.ProtocolVersions;

/**
 * Answers devices that ask for certificates: one bounded question on a connection, one answer, and its end. Anybody may
 * connect; a caller that has proved nothing but a key holds a place for a few seconds at most. For one event loop.
 */
public final class EnrolmentServer {

    /** A question is a request of some 150 bytes, or a renewal with its certificates. */
    private static final int QUESTION_BYTES_MAX = 16 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int AT_ONCE_MAX = 16;

    /** The node that answers. */
    public interface Host {

        /** The descriptions of members, as they signed them, for devices that are let in. */
        List<byte[]> descriptions();

        /** The number of nodes that have to be there before the run is founded; 0 once it has been. */
        int awaits();

        /** The node's name, for people; may be empty. */
        String name();

        /**
         * Whether another one answers this question, and all further ones on the connection; it then has the connection for
         * itself, and has to end it.
         */
        default boolean takesOver(NetSocket socket, byte[] question) {
            return false;
        }
    }

    private final Vertx vertx;
    private final RunAccess access;
    private final Host host;
    private final Consumer<String> notice;
    private int asking;

    /**
     * @param notice receives sentences for users
     */
    public EnrolmentServer(Vertx vertx, RunAccess access, Host host,
            Consumer<String> notice) {
        this.vertx = vertx;
        this.access = access;
        this.host = host;
        this.notice = notice;
    }

    /** Serves a connection whose other end has proved a key. */
    public void accepted(NetSocket socket) {
        if (asking >= AT_ONCE_MAX) {
            answer(socket, new EnrolmentMessages.Refused(Refusal.BUSY));
            return;
        }
        asking++;
        long deadline = vertx.setTimer(PATIENCE.toMillis(), unused -> socket.close());
        socket.closeHandler(unused -> {
            asking--;
            vertx.cancelTimer(deadline);
        });
        socket.exceptionHandler(unused -> socket.close());
        socket.handler(new FrameReader(QUESTION_BYTES_MAX, new First(question -> {
            socket.handler(null);
            if (host.takesOver(socket, question)) {
                vertx.cancelTimer(deadline);
            } else {
                asked(socket, question);
            }
        }), socket::close));
    }

    /** Takes the first question only: others may have come with it. */
    private static final class First implements Consumer<byte[]> {

        private final Consumer<byte[]> taker;
        private boolean taken;

        First(Consumer<byte[]> taker) {
            this.taker = taker;
        }

        @Override
        public void accept(byte[] question) {
            if (!taken) {
                taken = true;
                taker.accept(question);
            }
        }
    }

    private void asked(NetSocket socket, byte[] question) {
        try {
            byte[] key = DeviceKey.publicBytes(MutualTls.keyOf(socket));
            if (Greeting.isQuestion(question)) {
                socket.end(FrameReader.frame(greeting(Greeting.readQuestion(question), key).encode()));
                return;
            }
            byte[] exporter = MutualTls.exporter(socket, InvitationCode.EXPORTER_LABEL, InvitationCode.EXPORTER_BYTES);
            EnrolmentMessages.Question read = EnrolmentMessages.readQuestion(question);
            List<byte[]> members = host.descriptions();
            int nodesAwaited = host.awaits();
            // A certificate is made, and a file written.
            vertx.executeBlocking(() -> access.answer(read, exporter, key, members, nodesAwaited))
                    .onComplete(answer -> decided(socket, DeviceKey.peerOf(key), answer), failure -> {
                        // Without a note on disk a code could let two devices in.
                        notice.accept("Lets nobody in while its folder cannot be written: " + failure.getMessage());
                        answer(socket, new EnrolmentMessages.Refused(Refusal.BUSY));
                    });
        } catch (IllegalArgumentException e) {
            answer(socket, new EnrolmentMessages.Refused(Refusal.MALFORMED));
        } catch (SSLException e) {
            socket.close();
        }
    }

    private void decided(NetSocket socket, PeerId device, Answer answer) {
        notice.accept((answer instanceof EnrolmentMessages.Refused refused
                ? "Lets " + device + " not in (" + refused.refusal() + ")"
                : "Lets " + device + " in") + ", which asked from " + socket.remoteAddress());
        answer(socket, answer);
    }

    /** Strangers learn the versions and the time. */
    private Greeting greeting(List<X509Certificate> chain, byte[] key) {
        Greeting.Standing standing = access.standing(chain, key);
        boolean isAdmitted = standing == Greeting.Standing.ADMITTED;
        ProtocolVersions own = ProtocolVersions.OWN;
        return new Greeting(own.oldest(), own.newest(), own.features(), access.now(), standing,
                standing == Greeting.Standing.STRANGER ? Optional.empty() : Optional.of(access.authority()),
                isAdmitted && access.isInviter(), isAdmitted ? host.name() : "");
    }

    private static void answer(NetSocket socket, Answer answer) {
        socket.end(FrameReader.frame(answer.encode()));
    }
}
