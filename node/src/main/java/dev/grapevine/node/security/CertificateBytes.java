package dev.grapevine.node.security;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Certificates as bytes (DER) and as text (PEM). Malformed ones are {@link IllegalArgumentException}s. Thread-safe. */
public final class CertificateBytes {

    public static final int MAX_BYTES = 2048;
    public static final int MAX_CERTIFICATES = 4;

    private static final String LABEL = "CERTIFICATE";

    private CertificateBytes() {}

    public static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("A certificate has no bytes", e);
        }
    }

    public static X509Certificate parse(byte[] der) {
        if (der.length == 0 || der.length > MAX_BYTES) {
            throw new IllegalArgumentException("A certificate of " + der.length + " bytes");
        }
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der));
            // The factory also takes other forms, and does not look at what follows.
            if (!Arrays.equals(certificate.getEncoded(), der)) {
                throw new IllegalArgumentException("A certificate has other bytes than its own");
            }
            return certificate;
        } catch (CertificateException | IndexOutOfBoundsException e) {
            // The latter comes from the JDK's reader where a key is empty.
            throw new IllegalArgumentException("No certificate: " + e.getMessage(), e);
        }
    }

    static String pem(List<X509Certificate> certificates) {
        return certificates.stream().map(certificate -> Pem.encode(LABEL, der(certificate)))
                .collect(Collectors.joining());
    }

    static List<X509Certificate> parsePem(String text) {
        List<byte[]> blocks = Pem.decode(LABEL, text);
        if (blocks.size() > MAX_CERTIFICATES) {
            throw new IllegalArgumentException("More than " + MAX_CERTIFICATES + " certificates");
        }
        return blocks.stream().map(CertificateBytes::parse).toList();
    }

    public static void write(FieldWriter out, List<X509Certificate> certificates) {
        out.number8(certificates.size());
        certificates.forEach(certificate -> out.bytes16(der(certificate)));
    }

    public static List<X509Certificate> read(FieldReader in, int most) {
        int count = in.number8(most, "certificates");
        List<X509Certificate> certificates = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            certificates.add(parse(in.bytes16(MAX_BYTES, "a certificate")));
        }
        return List.copyOf(certificates);
    }
}
