package dev.grapevine.testbed.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.vertx.core.Vertx;

import dev.grapevine.node.security.Certificates;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.transport.MutualTls;
import dev.grapevine.node.transport.PeerTransport;
import dev.grapevine.node.transport.ProtocolVersions;
import dev.grapevine.node.words.Address;

/**
 * A process that floods one address of this machine's loopback, or is flooded instead of a node. It ends when its standard
 * input does. Its arguments: a {@link Kind} in lower case, and where to.
 */
final class FloodProgram {

    /** The kinds of floods. */
    enum Kind {
        /** Takes every connection, reads what comes and says nothing. Prints its port. */
        SINK("a process that takes connections and says nothing"),
        /** Ten thousand connections that say nothing; those that the other side ends are made again. */
        CONNECTIONS("10 000 connections that say nothing, made again when they are closed, 1000 a second"),
        /** The beginning of a ClientHello, a byte a second. */
        LORIS("1000 connections that send a ClientHello, a byte a second; made again when they are closed"),
        /** Handshakes with a certificate that no run has. */
        CERTIFICATES("200 TLS handshakes a second with the certificate of a stranger");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** The words for tables. */
        String words() {
            return words;
        }
    }

    private static final String LOOPBACK = "127.0.0.1";
    private static final int CONNECTIONS = 10_000;
    private static final int LORISES = 1_000;
    private static final int CONNECTIONS_PER_TICK = 10;
    private static final int TICK_MILLIS = 10;
    private static final int HANDSHAKE_MILLIS = 5;
    private static final int BACKLOG = 4096;
    /** A record of handshake (22) by TLS 1.0 as all begin, 500 bytes long, with a ClientHello (1) of 496 bytes. */
    private static final byte[] HELLO = {22, 3, 1, 1, (byte) 244, 1, 0, 1, (byte) 240, 3, 3};

    private FloodProgram() {}

    /** Starts the program, for the benchmark only. */
    public static void main(String[] arguments) throws IOException {
        Thread.ofPlatform().daemon().start(FloodProgram::endWithInput);
        switch (Kind.valueOf(arguments[0])) {
            case SINK -> sink();
            case CONNECTIONS -> connections(Address.parse(arguments[1]), CONNECTIONS, false);
            case LORIS -> connections(Address.parse(arguments[1]), LORISES, true);
            case CERTIFICATES -> certificates(Address.parse(arguments[1]));
        }
    }

    private static void endWithInput() {
        try {
            while (System.in.read() >= 0) {
                // Nobody says anything: only the end counts.
            }
        } catch (IOException e) {
            // That is the end, too.
        }
        Runtime.getRuntime().halt(0);
    }

    private static void sink() throws IOException {
        try (Selector selector = Selector.open(); ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(LOOPBACK, 0), BACKLOG);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            System.out.println(((InetSocketAddress) server.getLocalAddress()).getPort());
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            while (true) {
                selector.select(key -> {
                    try {
                        if (key.isAcceptable()) {
                            taken(server.accept(), selector);
                        } else {
                            drain(key, buffer);
                        }
                    } catch (IOException e) {
                        key.cancel();
                    }
                });
            }
        }
    }

    private static void taken(SocketChannel channel, Selector selector) throws IOException {
        if (channel != null) {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
        }
    }

    /** @return whether the other side has not ended it */
    private static boolean drain(SelectionKey key, ByteBuffer buffer) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            int count;
            do {
                count = channel.read(buffer.clear());
            } while (count > 0);
            if (count == 0) {
                return true;
            }
        } catch (IOException e) {
            // Reset: it has ended.
        }
        channel.close();
        return false;
    }

    private static void connections(Address to, int wanted, boolean isLoris) throws IOException {
        InetSocketAddress there = new InetSocketAddress(to.host(), to.port());
        ByteBuffer buffer = ByteBuffer.allocate(1 << 12);
        try (Selector selector = Selector.open()) {
            long ticks = 0;
            while (true) {
                for (int i = 0; i < CONNECTIONS_PER_TICK && selector.keys().size() < wanted; i++) {
                    SocketChannel channel = SocketChannel.open();
                    channel.configureBlocking(false);
                    boolean isConnected = channel.connect(there);
                    channel.register(selector, isConnected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT,
                            new int[1]);
                }
                selector.select(key -> looked(key, buffer), TICK_MILLIS);
                ticks++;
                if (isLoris && ticks % (1000 / TICK_MILLIS) == 0) {
                    selector.keys().stream().toList().forEach(FloodProgram::sayNext);
                }
                NodeLab.rest(Duration.ofMillis(TICK_MILLIS));
            }
        }
    }

    private static void looked(SelectionKey key, ByteBuffer buffer) {
        try {
            if (key.isConnectable()) {
                ((SocketChannel) key.channel()).finishConnect();
                key.interestOps(SelectionKey.OP_READ);
            } else {
                drain(key, buffer);
            }
        } catch (IOException e) {
            end(key);
        }
    }

    private static void sayNext(SelectionKey key) {
        try {
            SocketChannel channel = (SocketChannel) key.channel();
            if (channel.isConnected()) {
                int[] said = (int[]) key.attachment();
                channel.write(ByteBuffer.wrap(new byte[]{said[0] < HELLO.length ? HELLO[said[0]] : 0}));
                said[0]++;
            }
        } catch (IOException e) {
            end(key);
        }
    }

    private static void end(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shows a certificate of its own making, and lets anybody in. */
    private record Stranger(DeviceKey device, X509Certificate selfSigned) implements MutualTls.Credentials {

        @Override
        public PrivateKey key() {
            return device.privateKey();
        }

        @Override
        public List<X509Certificate> memberChain() {
            return List.of(selfSigned);
        }

        @Override
        public void admitMember(List<X509Certificate> chain) {}

        @Override
        public void met(List<X509Certificate> chain) {}
    }

    private static void certificates(Address to) {
        DeviceKey key = DeviceKey.create(new SecureRandom());
        Stranger stranger = new Stranger(key, Certificates.selfSigned(key, Instant.now()));
        Vertx vertx = Vertx.vertx();
        vertx.runOnContext(unused -> {
            PeerTransport transport = new PeerTransport(vertx, key, ProtocolVersions.OWN, new MutualTls(stranger),
                    LOOPBACK, 1,
                    (peer, frame) -> {}, new TransportPipe.Silence());
            vertx.setPeriodic(HANDSHAKE_MILLIS, tick -> transport.meet(to));
        });
    }
}
