package dev.grapevine.testbed.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.EnrolmentMessages;
import dev.grapevine.node.security.InvitationCode;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.transport.MemberCredentials;
import dev.grapevine.node.transport.MutualTls;
import dev.grapevine.node.transport.PeerTransport;
import dev.grapevine.node.transport.ProtocolVersions;
import dev.grapevine.node.transport.PlainTransport;
import dev.grapevine.node.transport.TransportSecurity;
import dev.grapevine.node.words.Address;

/** The transport of nodes within this process: two of them, each with a thread. */
final class TransportPipe extends FramePipe {

    private static final int FRAME_BYTES_MAX = 1 << 20;
    private static final int PATIENCE_SECONDS = 30;
    /** Frames that begin with 0 are news. */
    private static final byte BEGIN = 1;

    private final Vertx vertx = Vertx.vertx();
    private final Side sender;
    private final Side receiver;
    private final byte[] frame;
    /** Frames of the present batch that have arrived; on the receiver's thread. */
    private int frames;

    /** A transport on its thread. */
    private final class Side {

        private final Context loop = vertx.getOrCreateContext();
        private final PeerId peer;
        private final CompletableFuture<Address> listens = new CompletableFuture<>();
        private PeerTransport transport;

        Side(DeviceKey key, TransportSecurity security, PeerTransport.Receiver received) {
            peer = key.peer();
            loop.runOnContext(unused -> {
                transport = new PeerTransport(vertx, key, ProtocolVersions.OWN, security, "127.0.0.1", FRAME_BYTES_MAX,
                        received,
                        new Silence());
                transport.listen(new Address("127.0.0.1", 0)).onComplete(
                        port -> listens.complete(new Address("127.0.0.1", port)), listens::completeExceptionally);
            });
        }
    }

    /** Nobody is refused here. */
    static final class Silence implements PeerTransport.Refusals {
        @Override
        public void caller(String sentence) {}

        @Override
        public void listener(Address at, String sentence) {}
    }

    private TransportPipe(int frameBytes, DeviceKey from, TransportSecurity fromSecurity, DeviceKey to,
            TransportSecurity toSecurity) {
        super(frameBytes);
        frame = new byte[frameBytes];
        frame[0] = BEGIN;
        sender = new Side(from, fromSecurity, (peer, acknowledgement) -> arrived());
        receiver = new Side(to, toSecurity, (peer, bytes) -> received());
        try {
            Address there = receiver.listens.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            sender.listens.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            CompletableFuture<PeerId> met = new CompletableFuture<>();
            sender.loop.runOnContext(unused -> sender.transport.meet(there).onComplete(met::complete,
                    met::completeExceptionally));
            met.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotMeasuredException("it was interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw new NotMeasuredException("two transports do not meet: " + e.getMessage(), e);
        }
    }

    static TransportPipe plain(int frameBytes) {
        SecureRandom random = new SecureRandom();
        return new TransportPipe(frameBytes, DeviceKey.create(random), new PlainTransport(), DeviceKey.create(random),
                new PlainTransport());
    }

    /** @param folder for certificates */
    static TransportPipe tls(int frameBytes, Path folder) {
        try {
            SecureRandom random = new SecureRandom();
            SecurityFolder first = SecurityFolder.open(Files.createDirectories(folder.resolve("first")));
            RunAccess founder = RunAccess.found(first, first.deviceKey(random), "bench", InstantSource.system(),
                    random);
            RunAccess member = enrolled(founder, folder.resolve("second"), random);
            return new TransportPipe(frameBytes, founder.device(), tls(founder), member.device(),
                    tls(member));
        } catch (IOException e) {
            throw new NotMeasuredException("there are no certificates: " + e.getMessage(), e);
        }
    }

    private static MutualTls tls(RunAccess access) {
        return new MutualTls(new MemberCredentials(access, warning -> {}));
    }

    /** Lets a device in without a connection: both sides are here. */
    private static RunAccess enrolled(RunAccess founder, Path folder, SecureRandom random) throws IOException {
        SecurityFolder own = SecurityFolder.open(Files.createDirectories(folder));
        DeviceKey key = own.deviceKey(random);
        InvitationCode code = founder.invite(new Address("127.0.0.1", 1));
        byte[] exporter = new byte[InvitationCode.EXPORTER_BYTES];
        EnrolmentMessages.Answer answer = founder.answer(
                new EnrolmentMessages.Request(code.id(), code.proof(exporter, key.publicBytes()), key.publicBytes(),
                        ""),
                exporter, key.publicBytes(), List.of(), 0);
        if (!(answer instanceof EnrolmentMessages.Admitted admitted)) {
            throw new IOException("the founder answers " + answer);
        }
        return RunAccess.admitted(own, key, admitted, InstantSource.system(), random);
    }

    private void received() {
        frames++;
        if (frames == batch()) {
            frames = 0;
            receiver.transport.send(sender.peer, new byte[]{BEGIN});
        }
    }

    @Override
    void sendBatch() {
        sender.loop.runOnContext(unused -> {
            for (int i = 0; i < batch(); i++) {
                sender.transport.send(receiver.peer, frame);
            }
        });
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
