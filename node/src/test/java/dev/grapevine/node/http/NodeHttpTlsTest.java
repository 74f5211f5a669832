package dev.grapevine.node.http;

import static dev.grapevine.node.http.RunningApi.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.testing.TrustsAnybody;
import dev.grapevine.node.security.ApiToken;
import dev.grapevine.node.security.DeviceKey;

/** The API as other machines reach it: by TLS, with the token. */
class NodeHttpTlsTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final DeviceKey key = DeviceKey.create(new SecureRandom());
    private final OwnCertificate certificate = new OwnCertificate(key, Instant.now());
    private RunningApi api = start(HttpLimits.DEFAULT);

    private RunningApi start(HttpLimits limits) {
        return new RunningApi(new SampleView(List.of(), new byte[300_000]), ApiToken.create(new SecureRandom()),
                Optional.empty(), limits, certificate, "0.0.0.0");
    }

    @AfterEach
    void close() {
        api.close();
    }

    private static SSLSocket secured(Socket plain, String... protocols) throws Exception {
        SSLContext context = TrustsAnybody.context(new SecureRandom());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "node", plain.getPort(), true);
        socket.setEnabledProtocols(protocols);
        return socket;
    }

    private Socket connect(String host) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(host, api.port()), 20_000);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private String request(String host, String line, String... headers) throws Exception {
        StringBuilder text = new StringBuilder(line + " HTTP/1.1\r\nHost: " + host + ":" + api.port() + "\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        try (SSLSocket socket = secured(connect(host), "TLSv1.3")) {
            return RunningApi.exchange(socket, text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** An address of this machine that is not loopback: nothing leaves it. */
    private static String ownAddress() throws IOException {
        Optional<InetAddress> own = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress()).findFirst();
        assumeTrue(own.isPresent(), "This machine has loopback only");
        return own.orElseThrow().getHostAddress();
    }

    @Test
    void certificateIsThatOfTheNodesKey() throws Exception {
        try (SSLSocket socket = secured(connect("127.0.0.1"), "TLSv1.3")) {
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(shown.getPublicKey()).isEqualTo(key.publicKey());
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            assertThat(HexFormat.of().parseHex(certificate.fingerprint().replace(":", "")))
                    .isEqualTo(sha.digest(shown.getEncoded()));
            assertThat(certificate.pin()).isEqualTo(
                    "sha256//" + Base64.getEncoder().encodeToString(sha.digest(shown.getPublicKey().getEncoded())));
        }
    }

    @Test
    void nothingIsServedInClear() throws IOException {
        try (Socket plain = connect("127.0.0.1")) {
            assertThat(RunningApi.exchange(plain, "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(
                    StandardCharsets.ISO_8859_1))).doesNotContain("HTTP/", "ok");
        }
    }

    @Test
    void olderTlsIsNotSpoken() throws Exception {
        try (SSLSocket socket = secured(connect("127.0.0.1"), "TLSv1.2")) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void onLoopbackReadingNeedsNoToken() throws Exception {
        assertThat(status(request("127.0.0.1", "GET /status"))).isEqualTo(200);
        assertThat(request("127.0.0.1", "GET /model")).hasSizeGreaterThan(300_000);
        assertThat(status(request("127.0.0.1", "POST /invite", "X-Grapevine: 1"))).isEqualTo(401);
    }

    @Test
    void otherMachinesNeedTheToken() throws Exception {
        String own = ownAddress();
        assertThat(status(request(own, "GET /health"))).isEqualTo(200);
        for (String line : List.of("GET /status", "GET /metrics", "GET /openapi.json", "GET /peers", "GET /history",
                "GET /run", "GET /model", "POST /leave",
                "POST /invite")) {
            assertThat(status(request(own, line, "X-Grapevine: 1"))).as(line).isEqualTo(401);
        }
        assertThat(status(request(own, "GET /status", api.authorization()))).isEqualTo(200);
        assertThat(status(request(own, "POST /pause", "X-Grapevine: 1", api.authorization()))).isEqualTo(202);
        assertThat(status(request(own, "POST /pause", "X-Grapevine: 1", api.authorization(),
                "Origin: http://" + own + ":" + api.port()))).isEqualTo(403);
        assertThat(api.view.commands).containsExactly(NodeHttp.Command.PAUSE);
    }

    @Test
    void connectionsCountBeforeTheirHandshake() throws Exception {
        api.close();
        api = start(RunningApi.limits(64, 3, LONG, LONG));
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            silent.add(connect("127.0.0.1"));
        }
        try (Socket fourth = connect("127.0.0.1")) {
            assertThat(RunningApi.rest(fourth)).isEmpty();
        }
        for (Socket socket : silent) {
            socket.close();
        }
        await().ignoreExceptions()
                .until(() -> status(request("127.0.0.1", "GET /health")) == 200);
    }

    @Test
    void handshakeThatNeverEndsEndsTheConnection() throws IOException {
        api.close();
        api = start(RunningApi.limits(64, 16, SHORT, LONG));
        try (Socket silent = connect("127.0.0.1")) {
            assertThat(RunningApi.rest(silent)).isEmpty();
        }
    }
}
