package dev.grapevine.node.security;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes X.509 certificates with Ed25519 keys (RFC 5280, RFC 8410). The subject of a device's certificate is CN = its peer
 * identity. All begin a day before they are made, for clocks that are behind. Thread-safe.
 */
public final class Certificates {

    public static final Duration AUTHORITY_LIFE = Duration.ofDays(20 * 365);
    public static final Duration INVITER_LIFE = Duration.ofDays(365);
    public static final Duration MEMBER_LIFE = Duration.ofDays(30);
    public static final int MAX_RUN_NAME_LENGTH = 64;

    static final Duration BEGINS_EARLIER = Duration.ofDays(1);

    private static final int SERIAL_BITS = 128;
    private static final int KEY_IDENTIFIER_BYTES = 20;
    /** A member is due after ten days of its thirty. */
    private static final int RENEWALS_PER_LIFE = 3;

    private enum Kind {
        AUTHORITY, INVITER, DEVICE
    }

    private Certificates() {}

    /**
     * The certificate that a run begins with: everything leads to it.
     *
     * @param pair    Ed25519, used for nothing else
     * @param runName 1 to {@value #MAX_RUN_NAME_LENGTH} characters
     */
    public static X509Certificate authority(KeyPair pair, String runName, Instant now) {
        if (runName.isBlank() || runName.length() > MAX_RUN_NAME_LENGTH) {
            throw new IllegalArgumentException("A run's name has 1 to " + MAX_RUN_NAME_LENGTH + " characters");
        }
        return issue(Kind.AUTHORITY, name(runName), pair.getPrivate(), pair.getPublic(), name(runName),
                pair.getPublic(), now, now.plus(AUTHORITY_LIFE), timeAsSerial(now));
    }

    /** A device that may let others in, and may not let anybody else do so. */
    public static X509Certificate inviter(X509Certificate authority, PrivateKey authorityKey, PublicKey device,
            Instant now, SecureRandom random) {
        return issued(Kind.INVITER, authority, authorityKey, device, now, INVITER_LIFE, random);
    }

    /** A device of a run. Valid no longer than its issuer. */
    public static X509Certificate member(X509Certificate issuer, PrivateKey issuerKey, PublicKey device, Instant now,
            SecureRandom random) {
        return issued(Kind.DEVICE, issuer, issuerKey, device, now, MEMBER_LIFE, random);
    }

    /** A device that vouches for itself only: for enrolment, and on loopback. */
    public static X509Certificate selfSigned(DeviceKey key, Instant now) {
        X500Name name = name(key.peer().text());
        return issue(Kind.DEVICE, name, key.privateKey(), key.publicKey(), name, key.publicKey(), now,
                now.plus(AUTHORITY_LIFE), timeAsSerial(now));
    }

    /** Whether a third of its life has passed: the tenth day of a member. */
    public static boolean isRenewalDue(X509Certificate certificate, Instant now) {
        Instant issued = certificate.getNotBefore().toInstant().plus(BEGINS_EARLIER);
        Duration life = Duration.between(issued, certificate.getNotAfter().toInstant());
        return !now.isBefore(issued.plus(life.dividedBy(RENEWALS_PER_LIFE)));
    }

    private static X509Certificate issued(Kind kind, X509Certificate issuer, PrivateKey issuerKey, PublicKey device,
            Instant now, Duration life, SecureRandom random) {
        Instant issuerEnds = issuer.getNotAfter().toInstant();
        Instant ends = now.plus(life).isBefore(issuerEnds) ? now.plus(life) : issuerEnds;
        // Encoded anew and not from its text, so that the names are the same bytes.
        X500Name issuerName = X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded());
        return issue(kind, issuerName, issuerKey, issuer.getPublicKey(), name(DeviceKey.peerOf(device).text()), device,
                now, ends, new BigInteger(SERIAL_BITS, random).setBit(0));
    }

    private static X509Certificate issue(Kind kind, X500Name issuer, PrivateKey issuerKey, PublicKey issuerPublic,
            X500Name subject, PublicKey key, Instant now, Instant ends, BigInteger serial) {
        try {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(issuer, serial,
                    Date.from(now.minus(BEGINS_EARLIER)), Date.from(ends), subject,
                    SubjectPublicKeyInfo.getInstance(key.getEncoded()));
            builder.addExtension(Extension.basicConstraints, true, switch (kind) {
                case AUTHORITY -> new BasicConstraints(1);
                case INVITER -> new BasicConstraints(0);
                case DEVICE -> new BasicConstraints(false);
            });
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(switch (kind) {
                case AUTHORITY -> KeyUsage.keyCertSign;
                case INVITER -> KeyUsage.keyCertSign | KeyUsage.digitalSignature;
                case DEVICE -> KeyUsage.digitalSignature;
            }));
            if (kind != Kind.AUTHORITY) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(
                        new KeyPurposeId[]{KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
            }
            builder.addExtension(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifier(key)));
            builder.addExtension(Extension.authorityKeyIdentifier, false,
                    new AuthorityKeyIdentifier(keyIdentifier(issuerPublic)));
            return CertificateBytes.parse(
                    builder.build(new JcaContentSignerBuilder("Ed25519").build(issuerKey)).getEncoded());
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("A certificate cannot be made", e);
        }
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
    }

    private static byte[] keyIdentifier(PublicKey key) {
        return Arrays.copyOf(Digests.sha256(DeviceKey.publicBytes(key)), KEY_IDENTIFIER_BYTES);
    }

    /** Two certificates of a key for itself differ by their time only. */
    private static BigInteger timeAsSerial(Instant now) {
        return BigInteger.valueOf(Math.max(1, now.toEpochMilli()));
    }
}
