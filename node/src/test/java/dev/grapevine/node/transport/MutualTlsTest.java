package dev.grapevine.node.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.security.TestRun;
import dev.grapevine.node.words.Address;

/** Connections of members, and of those who are none, over real sockets. */
class MutualTlsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private TestRun run;
    private RunAccess founder;
    private Side anna;

    /** A stranger: it shows any certificates, and lets everybody in. */
    private record Shows(DeviceKey device, List<X509Certificate> memberChain,
            X509Certificate selfSigned) implements MutualTls.Credentials {

        @Override
        public PrivateKey key() {
            return device.privateKey();
        }

        @Override
        public void admitMember(List<X509Certificate> chain) {}

        @Override
        public void met(List<X509Certificate> chain) {}
    }

    private static MutualTls.Credentials shows(RunAccess access) {
        return new MemberCredentials(access, warning -> {});
    }

    private final class Side {

        private final List<Map.Entry<PeerId, String>> received = new CopyOnWriteArrayList<>();
        private final List<String> refusals = new CopyOnWriteArrayList<>();
        private final List<PeerId> opened = new CopyOnWriteArrayList<>();
        private final List<String> told = new CopyOnWriteArrayList<>();
        private final Context loop = vertx.getOrCreateContext();
        private final CompletableFuture<Address> listens = new CompletableFuture<>();
        private PeerTransport transport;

        Side(MutualTls.Credentials credentials, DeviceKey key) {
            this(credentials, key, TransportLimits.DEFAULT);
        }

        Side(MutualTls.Credentials credentials, DeviceKey key, TransportLimits limits) {
            loop.runOnContext(unused -> {
                transport = new PeerTransport(vertx, key, ProtocolVersions.OWN, new MutualTls(credentials), "127.0.0.1",
                        1000,
                        (from, frame) -> received.add(Map.entry(from, new String(frame, StandardCharsets.UTF_8))),
                        new PeerTransport.Refusals() {
                            @Override
                            public void caller(String sentence) {
                                refusals.add(sentence);
                            }

                            @Override
                            public void listener(Address at, String sentence) {
                                refusals.add(sentence);
                            }
                        }, limits);
                transport.onNews(new PeerTransport.News() {
                    @Override
                    public void opened(PeerId peer) {
                        opened.add(peer);
                    }

                    @Override
                    public void received(PeerId from, byte[] news) {
                        told.add(new String(news, StandardCharsets.UTF_8));
                    }
                });
                transport.listen(new Address("127.0.0.1", 0))
                        .onSuccess(port -> listens.complete(new Address("127.0.0.1", port)));
            });
        }

        Address address() {
            return listens.join();
        }

        void does(Runnable action) {
            loop.runOnContext(unused -> action.run());
        }

        CompletableFuture<PeerId> meet(Side other) {
            CompletableFuture<PeerId> met = new CompletableFuture<>();
            Address there = other.address();
            does(() -> transport.meet(there).onComplete(met::complete, met::completeExceptionally));
            return met;
        }
    }

    @BeforeEach
    void begin() {
        run = new TestRun(folder);
        founder = run.founder("anna");
        anna = new Side(shows(founder), founder.device());
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Side member(RunAccess access) {
        return new Side(shows(access), access.device());
    }

    @Test
    void membersMeetAndTellEachOtherNewsAndFrames() {
        RunAccess access = run.invited(founder, "bert");
        Side bert = member(access);
        assertThat(bert.meet(anna).orTimeout(30, TimeUnit.SECONDS).join())
                .isEqualTo(founder.device().peer());
        bert.does(() -> {
            bert.transport.send(founder.device().peer(), "\u0005frame".getBytes(StandardCharsets.UTF_8));
            bert.transport.tell(founder.device().peer(), "news".getBytes(StandardCharsets.UTF_8));
        });
        await().atMost(PATIENCE).until(() -> !anna.told.isEmpty());
        assertThat(anna.received).containsExactly(Map.entry(access.device().peer(), "\u0005frame"));
        assertThat(anna.told).containsExactly("news");
        assertThat(anna.opened).containsExactly(access.device().peer());
    }

    /** Whatever else it shows: a self-signed certificate, that of another run, one that is not its own. */
    @Test
    void strangersSayNothing() {
        TestRun elsewhere = new TestRun(folder.resolve("elsewhere"));
        RunAccess other = elsewhere.founder("other");
        RunAccess bert = run.invited(founder, "bert");
        List<MutualTls.Credentials> strangers = List.of(
                new Shows(other.device(), List.of(other.selfSigned()), other.selfSigned()),
                new Shows(other.device(), other.chain().certificates(), other.selfSigned()),
                new Shows(other.device(), bert.chain().certificates(), other.selfSigned()));
        for (MutualTls.Credentials shown : strangers) {
            Side stranger = new Side(shown, other.device());
            int before = anna.refusals.size();
            CompletableFuture<PeerId> met = stranger.meet(anna);
            await().atMost(PATIENCE).until(met::isCompletedExceptionally);
            await().atMost(PATIENCE).until(() -> anna.refusals.size() > before);
        }
        assertThat(anna.refusals).anySatisfy(sentence -> assertThat(sentence).contains("is a stranger"));
        assertThat(anna.opened).isEmpty();
    }

    /** Handshakes cost signatures: an address whose callers only fail gets few of them as long as it goes on. */
    @Test
    void strangersThatFailAgainAndAgainAreSentAwayBeforeTheHandshake() {
        TransportLimits usual = TransportLimits.DEFAULT;
        Side strict = new Side(shows(founder), founder.device(),
                new TransportLimits(usual.handshakesMax(), usual.handshakesMaxOfAddress(), 2, Duration.ofHours(1),
                        usual.handshakeTime(), usual.strangersMax(), usual.unfinishedBytesMax(), usual.silenceMax()));
        RunAccess other = new TestRun(folder.resolve("elsewhere")).founder("other");
        Side stranger = new Side(new Shows(other.device(), List.of(other.selfSigned()), other.selfSigned()),
                other.device());
        Side bert = member(run.invited(founder, "bert"));
        bert.meet(strict).orTimeout(30, TimeUnit.SECONDS).join();
        for (int i = 1; i <= 2; i++) {
            int failures = i;
            stranger.meet(strict);
            await().atMost(PATIENCE).until(() -> strict.refusals.size() == failures);
        }
        CompletableFuture<PeerId> third = stranger.meet(strict);
        await().atMost(PATIENCE).until(third::isCompletedExceptionally);
        assertThat(strict.refusals).hasSize(2).allSatisfy(sentence -> assertThat(sentence).contains("is a stranger"));
        assertThat(strict.opened).as("who is in stays").hasSize(1);
    }

    @Test
    void memberThatDialsAStrangerIsTold() {
        RunAccess other = new TestRun(folder.resolve("elsewhere")).founder("other");
        Side stranger = new Side(new Shows(other.device(), other.chain().certificates(), other.selfSigned()),
                other.device());
        CompletableFuture<PeerId> met = anna.meet(stranger);
        await().atMost(PATIENCE).until(met::isCompletedExceptionally);
        assertThat(met.exceptionNow()).hasMessageContaining("is a stranger");
        assertThat(stranger.opened).isEmpty();
    }

    @Test
    void revocationEndsAnOpenConnection() throws IOException {
        RunAccess access = run.invited(founder, "bert");
        Side bert = member(access);
        bert.meet(anna).join();
        await().atMost(PATIENCE).until(() -> !anna.opened.isEmpty());
        founder.revoke(access.device().peer());
        CompletableFuture<List<PeerId>> closed = new CompletableFuture<>();
        anna.does(() -> closed.complete(anna.transport.closeRefused()));
        assertThat(closed.join()).containsExactly(access.device().peer());
        CompletableFuture<PeerId> again = bert.meet(anna);
        await().atMost(PATIENCE).until(again::isCompletedExceptionally);
        // The alert may be lost when the connection is reset.
        assertThat(again.exceptionNow().getMessage()).containsAnyOf("refuses this device's certificate",
                "ended before it was open");
    }

    @Test
    void nodeDoesNotTalkToItself() {
        CompletableFuture<PeerId> met = anna.meet(anna);
        await().atMost(PATIENCE).until(met::isCompletedExceptionally);
        assertThat(met.exceptionNow()).hasMessageContaining("this node itself");
    }

    @Test
    void plainCallersGetNothing() throws IOException {
        try (Socket plain = new Socket("127.0.0.1", anna.address().port())) {
            plain.setSoTimeout((int) PATIENCE.toMillis());
            plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = plain.getInputStream().readAllBytes();
            assertThat(answer.length).as("at most a TLS alert").isLessThan(16);
        }
        await().atMost(PATIENCE).until(() -> !anna.refusals.isEmpty());
    }
}
