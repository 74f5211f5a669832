package dev.grapevine.node.transport;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

import io.vertx.core.Future;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.words.Address;

/**
 * TLS 1.3 (RFC 8446) with a certificate on both sides. The protocol that is asked for decides who is let in: anybody
 * whose certificate holds for {@link PortProtocol#ENROLMENT}, and members of the run for all others. The certificate is
 * judged again after each handshake, since a resumed session does not show it anew.
 */
public final class MutualTls implements TransportSecurity {

    /**
     * The certificates that a node shows others, and its judgement of theirs. Thread-safe: handshakes run on several
     * threads.
     */
    public interface Credentials {

        PrivateKey key();

        /** The member's certificate and those that it stands on; the self-signed one before there is any. */
        List<X509Certificate> memberChain();

        /** The certificate for enrolment: it shows the key and claims nothing else. */
        X509Certificate selfSigned();

        /** @throws CertificateException with a sentence for users, if the first certificate's key is not let in */
        void admitMember(List<X509Certificate> chain) throws CertificateException;

        /** A member was let in and has proved its key. */
        void met(List<X509Certificate> chain);
    }

    private static final Set<String> VERSIONS = Set.of("TLSv1.3");
    private static final String KEY_TYPE = "EdDSA";
    private static final String MEMBER = "member";
    private static final String SELF_SIGNED = "self-signed";
    private static final int HANDSHAKE_SECONDS = 5;

    private final Credentials credentials;
    private final ServerSSLOptions server;

    public MutualTls(Credentials credentials) {
        this.credentials = credentials;
        this.server = new ServerSSLOptions();
        server.setClientAuth(ClientAuth.REQUIRED).setEnabledSecureTransportProtocols(VERSIONS).setUseAlpn(true)
                .setApplicationLayerProtocols(PortProtocol.alpnNames())
                .setKeyCertOptions(KeyCertOptions.wrap(new Keys())).setTrustOptions(TrustOptions.wrap(new Trust()))
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS).setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    }

    /**
     * Loads what the first connection needs: it takes seconds on a slow device, in which an event loop would not answer.
     * Blocks.
     */
    public static void prepare(PrivateKey key, X509Certificate certificate) {
        try {
            SslContextBuilder.forServer(key, certificate).sslProvider(SslProvider.JDK).build();
        } catch (SSLException e) {
            throw new IllegalStateException("This Java has no TLS", e);
        }
    }

    @Override
    public Future<PortProtocol> accepted(NetSocket socket) {
        return socket.upgradeToSsl(server).recover(MutualTls::inWords)
                .compose(unused -> PortProtocol.byAlpnName(socket.applicationLayerProtocol())
                        .map(protocol -> judged(socket, protocol).map(protocol))
                        .orElseGet(() -> Future.failedFuture("it asks for no protocol of Grapevine")));
    }

    @Override
    public Future<NetSocket> connect(NetClient client, Address address, PortProtocol protocol) {
        ClientSSLOptions options = new ClientSSLOptions().setHostnameVerificationAlgorithm("")
                .setEnabledSecureTransportProtocols(VERSIONS).setUseAlpn(true)
                .setApplicationLayerProtocols(List.of(protocol.alpnName()))
                .setKeyCertOptions(KeyCertOptions.wrap(new Keys())).setTrustOptions(TrustOptions.wrap(new Trust()))
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS).setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
        return client.connect(new ConnectOptions().setHost(address.host()).setPort(address.port()).setSsl(true)
                .setSslOptions(options)).recover(MutualTls::inWords)
                .compose(socket -> judged(socket, protocol).map(socket).onFailure(
                        unused -> socket.close()));
    }

    /** The sentence of whoever was not let in, out of the exceptions around it; what failed in any case. */
    private static <T> Future<T> inWords(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return Future.failedFuture(cause);
            }
        }
        return Future.failedFuture(failure.getMessage() == null
                ? new SSLException("it ended before the other side had proved itself", failure)
                : failure);
    }

    private Future<Void> judged(NetSocket socket, PortProtocol protocol) {
        try {
            if (protocol != PortProtocol.ENROLMENT) {
                credentials.admitMember(chainOf(socket));
                credentials.met(chainOf(socket));
            }
            return Future.succeededFuture();
        } catch (CertificateException | SSLPeerUnverifiedException e) {
            return Future.failedFuture(e);
        }
    }

    @Override
    public Optional<PeerId> peerOf(NetSocket socket) {
        try {
            return Optional.of(DeviceKey.peerOf(keyOf(socket)));
        } catch (SSLPeerUnverifiedException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean protectsFromStrangers() {
        return true;
    }

    @Override
    public boolean stillAdmits(NetSocket socket) {
        try {
            credentials.admitMember(chainOf(socket));
            return true;
        } catch (CertificateException | SSLPeerUnverifiedException e) {
            return false;
        }
    }

    /** The certificates that the other side has shown, its own first. */
    private static List<X509Certificate> chainOf(NetSocket socket) throws SSLPeerUnverifiedException {
        return socket.peerCertificates().stream().map(X509Certificate.class::cast).toList();
    }

    /**
     * Bytes that both ends of a connection know and nobody else, for one purpose (RFC 8446, section 7.5).
     *
     * @param label what for
     * @param bytes how many
     */
    public static byte[] exporter(NetSocket socket, String label, int bytes) throws SSLException {
        return ((ExtendedSSLSession) socket.sslSession()).exportKeyingMaterialData(label, null, bytes);
    }

    /** The key that the other end of a connection has proved. */
    public static PublicKey keyOf(NetSocket socket) throws SSLPeerUnverifiedException {
        return chainOf(socket).getFirst().getPublicKey();
    }

    private static boolean isEnrolment(SSLEngine engine) {
        return PortProtocol.ENROLMENT.alpnName().equals(engine.getHandshakeApplicationProtocol());
    }

    /** The one key of the device, under the certificate that the protocol asks for. */
    private final class Keys extends X509ExtendedKeyManager {

        @Override
        public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
            return isEnrolment(engine) ? SELF_SIGNED : MEMBER;
        }

        @Override
        public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            return KEY_TYPE.equals(keyType) ? isEnrolment(engine) ? SELF_SIGNED : MEMBER : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return MEMBER.equals(alias)
                    ? credentials.memberChain().toArray(X509Certificate[]::new)
                    : new X509Certificate[]{credentials.selfSigned()};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return credentials.key();
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[]{MEMBER, SELF_SIGNED};
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[]{MEMBER, SELF_SIGNED};
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }
    }

    /** Lets members in, and for enrolment anybody that has the key of its certificate. */
    private final class Trust extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            check(chain, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            check(chain, engine);
        }

        private void check(X509Certificate[] chain, SSLEngine engine) throws CertificateException {
            if (!isEnrolment(engine)) {
                credentials.admitMember(List.of(chain));
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw withoutEngine();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw withoutEngine();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw withoutEngine();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw withoutEngine();
        }

        private CertificateException withoutEngine() {
            return new CertificateException("Without the protocol's name it cannot be said who is let in");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
