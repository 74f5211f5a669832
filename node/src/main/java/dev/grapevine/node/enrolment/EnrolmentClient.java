package dev.grapevine.node.enrolment;

import java.security.PublicKey;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;

import javax.net.ssl.SSLException;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;

import dev.grapevine.node.security.EnrolmentMessages;
import dev.grapevine.node.security.EnrolmentMessages.Answer;
import dev.grapevine.node.security.EnrolmentMessages.Question;
import dev.grapevine.node.security.InvitationCode;
import dev.grapevine.node.transport.FrameReader;
import dev.grapevine.node.transport.MutualTls;
import dev.grapevine.node.transport.PortProtocol;
import dev.grapevine.node.words.Address;

/** Asks an inviter for certificates: one question, one answer. For one event loop. */
public final class EnrolmentClient {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Makes a question for one connection. */
    @FunctionalInterface
    public interface Asking {

        /** @param exporter of the channel, from this side */
        Question question(byte[] exporter);
    }

    private final Vertx vertx;
    private final Function<Address, Future<NetSocket>> connect;

    /** @param connect makes connections for {@link PortProtocol#ENROLMENT} */
    public EnrolmentClient(Vertx vertx, Function<Address, Future<NetSocket>> connect) {
        this.vertx = vertx;
        this.connect = connect;
    }

    /**
     * Asks at an address. The future tells the answer, or a sentence for users why there is none.
     *
     * @param isInviter whether a key is that of the inviter: to nobody else anything is said
     */
    public Future<Answer> ask(Address address, Predicate<PublicKey> isInviter, Asking asking) {
        Promise<Answer> answered = Promise.promise();
        connect.apply(address).onComplete(socket -> {
            long deadline = vertx.setTimer(PATIENCE.toMillis(), unused -> {
                answered.tryFail("the inviter at " + address + " does not answer");
                socket.close();
            });
            socket.exceptionHandler(failure -> socket.close());
            socket.closeHandler(unused -> {
                vertx.cancelTimer(deadline);
                answered.tryFail("the inviter at " + address + " has ended the connection without an answer");
            });
            socket.handler(new FrameReader(EnrolmentMessages.MAX_BYTES, bytes -> {
                read(bytes, address, answered);
                socket.close();
            }, socket::close));
            say(socket, address, isInviter, asking, answered);
        }, failure -> answered.tryFail("the inviter at " + address + " cannot be reached: " + failure.getMessage()));
        return answered.future();
    }

    private static void say(NetSocket socket, Address address, Predicate<PublicKey> isInviter, Asking asking,
            Promise<Answer> answered) {
        try {
            if (!isInviter.test(MutualTls.keyOf(socket))) {
                answered.tryFail("the node at " + address
                        + " is not the inviter: another one has its address now, or somebody is in between");
                socket.close();
                return;
            }
            byte[] exporter = MutualTls.exporter(socket, InvitationCode.EXPORTER_LABEL, InvitationCode.EXPORTER_BYTES);
            socket.write(FrameReader.frame(asking.question(exporter).encode()));
        } catch (SSLException | IllegalArgumentException e) {
            answered.tryFail("the node at " + address + " is no inviter: " + e.getMessage());
            socket.close();
        }
    }

    private static void read(byte[] bytes, Address address, Promise<Answer> answered) {
        try {
            answered.tryComplete(EnrolmentMessages.readAnswer(bytes));
        } catch (IllegalArgumentException e) {
            answered.tryFail("the inviter at " + address + " answers what this version does not understand");
        }
    }
}
