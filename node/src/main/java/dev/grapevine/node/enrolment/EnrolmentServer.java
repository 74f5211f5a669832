package dev.grapevine.node.enrolment;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;

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
 * connect; who has proved nothing but a key holds a place for a few seconds at most. For one event loop.
 */
public final class EnrolmentServer {

    /** A question is a request of some 150 bytes, or a renewal with its certificates. */
    private static final int QUESTION_BYTES_MAX = 16 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int AT_ONCE_MAX = 16;

    private final Vertx vertx;
    private final RunAccess access;
    private final Supplier<List<byte[]>> descriptions;
    private final Supplier<String> name;
    private final Consumer<String> notice;
    private int asking;

    /**
     * @param descriptions of members, for devices that are let in
     * @param name         of this node, for people; may be empty
     * @param notice       receives sentences for users
     */
    public EnrolmentServer(Vertx vertx, RunAccess access, Supplier<List<byte[]>> descriptions, Supplier<String> name,
            Consumer<String> notice) {
        this.vertx = vertx;
        this.access = access;
        this.descriptions = descriptions;
        this.name = name;
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
        FrameReader reader = new FrameReader(QUESTION_BYTES_MAX, question -> {
            socket.handler(null);
            asked(socket, question);
        }, socket::close);
        socket.handler(reader);
    }

    private void asked(NetSocket socket, byte[] question) {
        try {
            byte[] key = DeviceKey.publicBytes(MutualTls.keyOf(socket));
            if (Greeting.isQuestion(question)) {
                socket.end(FrameReader.frame(greeting(Greeting.readQuestion(question), key).encode()));
                return;
            }
            byte[] exporter = MutualTls.exporter(socket, InvitationCode.EXPORTER_LABEL, InvitationCode.EXPORTER_BYTES);
            Answer answer = access.answer(EnrolmentMessages.readQuestion(question), exporter, key,
                    descriptions.get());
            notice.accept((answer instanceof EnrolmentMessages.Refused refused
                    ? "Lets " + DeviceKey.peerOf(key) + " not in (" + refused.refusal() + ")"
                    : "Lets " + DeviceKey.peerOf(key) + " in") + ", which asked from " + socket.remoteAddress());
            answer(socket, answer);
        } catch (IllegalArgumentException e) {
            answer(socket, new EnrolmentMessages.Refused(Refusal.MALFORMED));
        } catch (SSLException e) {
            socket.close();
        } catch (IOException e) {
            // Without a note on disk a code could let two devices in.
            notice.accept("Lets nobody in while its folder cannot be written: " + e.getMessage());
            answer(socket, new EnrolmentMessages.Refused(Refusal.BUSY));
        }
    }

    /** Strangers learn the versions and the time. */
    private Greeting greeting(List<X509Certificate> chain, byte[] key) {
        Greeting.Standing standing = access.standing(chain, key);
        boolean isAdmitted = standing == Greeting.Standing.ADMITTED;
        ProtocolVersions own = ProtocolVersions.OWN;
        return new Greeting(own.oldest(), own.newest(), own.features(), access.now(), standing,
                standing == Greeting.Standing.STRANGER ? Optional.empty() : Optional.of(access.authority()),
                isAdmitted && access.isInviter(), isAdmitted ? name.get() : "");
    }

    private static void answer(NetSocket socket, Answer answer) {
        socket.end(FrameReader.frame(answer.encode()));
    }
}
