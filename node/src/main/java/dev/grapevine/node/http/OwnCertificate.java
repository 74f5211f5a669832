package dev.grapevine.node.http;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

import javax.net.ssl.KeyManagerFactory;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;

import dev.grapevine.node.security.Certificates;
import dev.grapevine.node.security.DeviceKey;

/**
 * The API by TLS 1.3, with a certificate that the node's key has issued for itself. No authority vouches for it: a client
 * compares the fingerprint. Thread-safe.
 */
public final class OwnCertificate implements HttpProtection {

    private final DeviceKey key;
    private final X509Certificate certificate;

    public OwnCertificate(DeviceKey key, Instant now) {
        this.key = key;
        this.certificate = Certificates.selfSigned(key, now);
    }

    @Override
    public Optional<ServerSSLOptions> options() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("node", key.privateKey(), new char[0], new Certificate[]{certificate});
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, new char[0]);
            return Optional.of(new ServerSSLOptions().setKeyCertOptions(KeyCertOptions.wrap(keys))
                    .setEnabledSecureTransportProtocols(Set.of("TLSv1.3")));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The node's own certificate cannot be used", e);
        }
    }

    /** SHA-256 of the certificate, as browsers and {@code openssl} show it: 32 bytes in hexadecimal with colons. */
    public String fingerprint() {
        try {
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(sha256(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A certificate that cannot be encoded", e);
        }
    }

    /** The pin of the key, as {@code curl --pinnedpubkey} takes it. It stays the same as long as the node's key does. */
    public String pin() {
        return "sha256//" + Base64.getEncoder().encodeToString(sha256(key.publicKey().getEncoded()));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }
}
