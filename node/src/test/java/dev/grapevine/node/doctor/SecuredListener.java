package dev.grapevine.node.doctor;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

import dev.grapevine.node.enrolment.EnrolmentServer;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.transport.MemberCredentials;
import dev.grapevine.node.transport.MutualTls;
import dev.grapevine.node.transport.PortProtocol;
import dev.grapevine.node.words.Address;

/** The port of a node in a run with invitations, without the node. */
final class SecuredListener implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final NetServer server;
    private final MutualTls tls;
    private final EnrolmentServer enrolment;
    /** What the node tells its user. */
    final List<String> notices = new CopyOnWriteArrayList<>();

    SecuredListener(RunAccess access) {
        tls = new MutualTls(new MemberCredentials(access, notices::add));
        enrolment = new EnrolmentServer(vertx, access, new EnrolmentServer.Host() {

            @Override
            public List<byte[]> descriptions() {
                return List.of();
            }

            @Override
            public int awaits() {
                return 0;
            }

            @Override
            public String name() {
                return "ann";
            }
        }, notices::add);
        server = vertx.createNetServer().connectHandler(this::taken);
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    private void taken(NetSocket socket) {
        tls.accepted(socket).onComplete(protocol -> {
            if (protocol == PortProtocol.ENROLMENT) {
                enrolment.accepted(socket);
            } else {
                socket.close();
            }
        }, failure -> socket.close());
    }

    Address address() {
        return new Address("127.0.0.1", server.actualPort());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
