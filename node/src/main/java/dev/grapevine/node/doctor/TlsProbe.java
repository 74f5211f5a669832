package dev.grapevine.node.doctor;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.EnrolmentMessages;
import dev.grapevine.node.security.Greeting;
import dev.grapevine.node.transport.PortProtocol;
import dev.grapevine.node.transport.ProtocolVersions;

/** Asks a node by TLS for its greeting, and looks at the certificates that it shows to members. It spends nothing. */
final class TlsProbe {

    /**
     * The findings of a probe.
     *
     * @param kind empty if nothing there speaks TLS
     */
    record Answer(Optional<Neighbour.Kind> kind, Optional<PeerId> peer, Optional<PublicKey> key,
            Optional<ProtocolVersions> versions, List<X509Certificate> chain, Optional<Greeting> greeting,
            Instant here, Duration took) {

        private static Answer of(Neighbour.Kind kind) {
            return new Answer(Optional.ofNullable(kind), Optional.empty(), Optional.empty(), Optional.empty(),
                    List.of(), Optional.empty(), Instant.EPOCH, Duration.ZERO);
        }
    }

    private final OwnSide own;
    private final InstantSource clock;

    TlsProbe(OwnSide own, InstantSource clock) {
        this.own = own;
        this.clock = clock;
    }

    Answer ask(Opening opening) {
        List<X509Certificate> selfSigned = List.of(own.selfSigned(clock));
        SeenCertificates seen = new SeenCertificates();
        try (Socket socket = opening.open();
                SSLSocket tls = secured(socket, selfSigned, seen, PortProtocol.ENROLMENT)) {
            tls.startHandshake();
            if (!PortProtocol.ENROLMENT.alpnName().equals(tls.getApplicationProtocol()) || seen.chain().isEmpty()) {
                return Answer.of(Neighbour.Kind.OTHER_TLS);
            }
            return greeted(tls, seen.chain().getFirst().getPublicKey(), membersChain(opening));
        } catch (SSLHandshakeException e) {
            // An alert comes from what speaks TLS; a connection that ends does not.
            return Answer.of(String.valueOf(e.getMessage()).contains("alert") ? Neighbour.Kind.OTHER_TLS : null);
        } catch (IOException e) {
            return Answer.of(null);
        }
    }

    private Answer greeted(SSLSocket tls, PublicKey key, List<X509Certificate> chain) {
        Optional<PeerId> peer = Optional.of(DeviceKey.peerOf(key));
        Instant before = clock.instant();
        Optional<Greeting> greeting = greeting(tls);
        Duration took = Duration.between(before, clock.instant());
        return new Answer(Optional.of(Neighbour.Kind.GRAPEVINE_TLS), peer, Optional.of(key),
                greeting.map(said -> new ProtocolVersions(said.oldest(), said.newest(), said.features())), chain,
                greeting, before.plus(took.dividedBy(2)), took);
    }

    /** Empty if the node is of a version that greets nobody, or too busy. */
    private Optional<Greeting> greeting(SSLSocket tls) {
        try {
            Frames.write(tls, Greeting.question(own.chain()));
            return Optional.of(Greeting.read(Frames.read(tls, EnrolmentMessages.MAX_BYTES)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The certificates that a node shows to members, before it knows who asks. */
    private List<X509Certificate> membersChain(Opening opening) {
        SeenCertificates seen = new SeenCertificates();
        List<X509Certificate> shown = own.chain().isEmpty() ? List.of(own.selfSigned(clock)) : own.chain();
        try (Socket socket = opening.open(); SSLSocket tls = secured(socket, shown, seen, PortProtocol.GOSSIP)) {
            tls.startHandshake();
        } catch (IOException e) {
            // It was shown all the same, unless nothing was.
        }
        return seen.chain();
    }

    private SSLSocket secured(Socket socket, List<X509Certificate> shown, SeenCertificates seen, PortProtocol protocol)
            throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[]{new ShownCertificates(own.key().privateKey(), shown)},
                    new TrustManager[]{seen}, null);
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket,
                    socket.getInetAddress().getHostAddress(), socket.getPort(), true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setApplicationProtocols(new String[]{protocol.alpnName()});
            tls.setSSLParameters(parameters);
            return tls;
        } catch (GeneralSecurityException e) {
            throw new SSLException("This Java has no TLS 1.3", e);
        }
    }
}
