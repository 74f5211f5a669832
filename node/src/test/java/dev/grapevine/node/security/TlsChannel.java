package dev.grapevine.node.security;

import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

import dev.grapevine.consensus.testing.TrustsAnybody;

/** The two ends of a TLS 1.3 connection in memory, which have shown each other their certificates. Trusts anybody. */
final class TlsChannel {

    private static final String TLS = "TLSv1.3";

    private final SSLEngine client;
    private final SSLEngine server;

    TlsChannel(DeviceKey clientKey, List<X509Certificate> clientChain, DeviceKey serverKey,
            List<X509Certificate> serverChain) throws Exception {
        client = engine(clientKey, clientChain, true);
        server = engine(serverKey, serverChain, false);
        server.setNeedClientAuth(true);
        client.beginHandshake();
        server.beginHandshake();
        ByteBuffer toServer = ByteBuffer.allocate(1 << 17);
        ByteBuffer toClient = ByteBuffer.allocate(1 << 17);
        // Each pass moves at least one flight; TLS 1.3 has three, and the session ticket.
        for (int pass = 0; pass < 50; pass++) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
        }
        if (!isDone(client) || !isDone(server)) {
            throw new SSLException("The handshake has not ended");
        }
    }

    byte[] clientExporter() throws SSLException {
        return exporter(client);
    }

    byte[] serverExporter() throws SSLException {
        return exporter(server);
    }

    /** What the server has shown. */
    List<X509Certificate> serverChain() throws SSLException {
        return chain(client);
    }

    /** What the client has shown. */
    List<X509Certificate> clientChain() throws SSLException {
        return chain(server);
    }

    private static byte[] exporter(SSLEngine engine) throws SSLException {
        return ((ExtendedSSLSession) engine.getSession()).exportKeyingMaterialData(InvitationCode.EXPORTER_LABEL, null,
                InvitationCode.EXPORTER_BYTES);
    }

    private static List<X509Certificate> chain(SSLEngine engine) throws SSLException {
        return List.of(engine.getSession().getPeerCertificates()).stream().map(X509Certificate.class::cast).toList();
    }

    private static boolean isDone(SSLEngine engine) {
        HandshakeStatus status = engine.getHandshakeStatus();
        return status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED;
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        ByteBuffer nothing = ByteBuffer.allocate(0);
        ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> engine.getDelegatedTask().run();
            case NEED_WRAP -> engine.wrap(nothing, out);
            default -> {
                in.flip();
                engine.unwrap(in, plain);
                in.compact();
            }
        }
    }

    private static SSLEngine engine(DeviceKey key, List<X509Certificate> chain, boolean isClient) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("node", key.privateKey(), new char[0], chain.toArray(new X509Certificate[0]));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        SSLContext context = TrustsAnybody.context(new SeededRandom(1), keys.getKeyManagers());
        SSLEngine engine = isClient ? context.createSSLEngine("peer", 1) : context.createSSLEngine();
        engine.setUseClientMode(isClient);
        engine.setEnabledProtocols(new String[]{TLS});
        return engine;
    }
}
