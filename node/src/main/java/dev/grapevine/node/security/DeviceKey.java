package dev.grapevine.node.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

import dev.grapevine.gossip.peers.PeerId;

/**
 * An Ed25519 key pair (RFC 8032). The key of a device is its identity: its {@link PeerId} is 26 lower-case letters of
 * {@link Crockford32}, the first 130 bits of SHA-256 over the 32 bytes of the public key. Thread-safe.
 */
public final class DeviceKey {

    public static final int PUBLIC_BYTES = 32;
    public static final int SIGNATURE_BYTES = 64;
    public static final int FINGERPRINT_BYTES = 12;
    public static final int SEED_BYTES = 32;

    static final int PEER_LETTERS = 26;

    private static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final int PEER_BITS = PEER_LETTERS * Crockford32.BITS_PER_LETTER;
    /** All that stands before the raw bytes in the X.509 form of an Ed25519 key (RFC 8410). */
    private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");
    /** The same of the PKCS #8 form of a private key. */
    private static final byte[] PKCS8_HEAD = HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final int AES_BYTES = 32;

    private final KeyPair pair;
    private final byte[] publicBytes;

    private DeviceKey(KeyPair pair) {
        this.pair = pair;
        this.publicBytes = publicBytes(pair.getPublic());
    }

    public static DeviceKey create(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, random);
            return new DeviceKey(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no Ed25519", e);
        }
    }

    /** The private key in PKCS #8, then the public key, both as PEM. Secret. */
    public String encode() {
        return Pem.encode(PRIVATE, pair.getPrivate().getEncoded()) + Pem.encode(PUBLIC, pair.getPublic().getEncoded());
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if it is none, or if the two keys do not belong together
     */
    public static DeviceKey decode(String pem) {
        int second = pem.indexOf("-----BEGIN " + PUBLIC);
        if (second < 0) {
            throw new IllegalArgumentException("It has no public key");
        }
        byte[] pkcs8 = single(Pem.decode(PRIVATE, pem.substring(0, second)));
        byte[] x509 = single(Pem.decode(PUBLIC, pem.substring(second)));
        raw(pkcs8, PKCS8_HEAD, SEED_BYTES);
        DeviceKey key = new DeviceKey(new KeyPair(publicKey(raw(x509, X509_HEAD, PUBLIC_BYTES)), privateKey(pkcs8)));
        byte[] sample = Digests.sha256(x509);
        if (!verify(key.publicBytes, "grapevine key pair", sample, key.sign("grapevine key pair", sample))) {
            throw new IllegalArgumentException("Its two keys do not belong together");
        }
        return key;
    }

    /** The {@value #SEED_BYTES} bytes from which the pair follows (RFC 8032, section 5.1.5), a copy. Secret. */
    public byte[] seed() {
        return raw(pair.getPrivate().getEncoded(), PKCS8_HEAD, SEED_BYTES);
    }

    /**
     * A key of AES-256 that follows from the private key, another one for each purpose, by HKDF (RFC 5869). Secret.
     *
     * @param purpose printable ASCII
     */
    public SecretKey derived(String purpose) {
        try {
            return KDF.getInstance("HKDF-SHA256").deriveKey("AES", HKDFParameterSpec.ofExtract().addIKM(seed())
                    .thenExpand(purpose.getBytes(StandardCharsets.US_ASCII), AES_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HKDF", e);
        }
    }

    private static PrivateKey privateKey(byte[] pkcs8) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("It is no Ed25519 key", e);
        }
    }

    /** The JDK's own reader is given nothing else: it trips over empty keys. */
    private static byte[] raw(byte[] encoded, byte[] head, int length) {
        if (encoded.length != head.length + length || !Arrays.equals(head, Arrays.copyOf(encoded, head.length))) {
            throw new IllegalArgumentException("It is no Ed25519 key");
        }
        return Arrays.copyOfRange(encoded, head.length, encoded.length);
    }

    private static byte[] single(List<byte[]> blocks) {
        if (blocks.size() != 1) {
            throw new IllegalArgumentException("It has " + blocks.size() + " keys of a kind");
        }
        return blocks.getFirst();
    }

    public PeerId peer() {
        return peerOf(publicBytes);
    }

    public KeyPair keyPair() {
        return pair;
    }

    public PublicKey publicKey() {
        return pair.getPublic();
    }

    public PrivateKey privateKey() {
        return pair.getPrivate();
    }

    /** The {@value #PUBLIC_BYTES} bytes of the public key (RFC 8032), a copy. */
    public byte[] publicBytes() {
        return publicBytes.clone();
    }

    /**
     * A signature over the purpose, a zero byte and the bytes, so that no signature serves two purposes.
     *
     * @param purpose printable ASCII
     */
    public byte[] sign(String purpose, byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(pair.getPrivate());
            signature.update(purpose.getBytes(StandardCharsets.US_ASCII));
            signature.update((byte) 0);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A key cannot sign", e);
        }
    }

    /** Whether {@link #sign} of this key made the signature; false for anything malformed. */
    public static boolean verify(byte[] publicBytes, String purpose, byte[] bytes, byte[] signature) {
        if (publicBytes.length != PUBLIC_BYTES || signature.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(publicKey(publicBytes));
            verifier.update(purpose.getBytes(StandardCharsets.US_ASCII));
            verifier.update((byte) 0);
            verifier.update(bytes);
            return verifier.verify(signature);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * @throws IllegalArgumentException if it is no Ed25519 key
     */
    public static PeerId peerOf(PublicKey key) {
        return peerOf(publicBytes(key));
    }

    /**
     * @param publicBytes {@value #PUBLIC_BYTES} bytes
     */
    public static PeerId peerOf(byte[] publicBytes) {
        if (publicBytes.length != PUBLIC_BYTES) {
            throw new IllegalArgumentException("A public key of " + publicBytes.length + " bytes");
        }
        return new PeerId(Crockford32.encode(Digests.sha256(publicBytes), PEER_BITS).toLowerCase(Locale.ROOT));
    }

    /** The first 96 bits of the hash in a peer's identity; empty if the identity is no key's. */
    public static Optional<byte[]> fingerprint(PeerId peer) {
        if (peer.text().length() != PEER_LETTERS) {
            return Optional.empty();
        }
        try {
            byte[] bits = Crockford32.decode(peer.text(), PEER_BITS);
            boolean canonical = Crockford32.encode(bits, PEER_BITS).toLowerCase(Locale.ROOT).equals(peer.text());
            return canonical ? Optional.of(Arrays.copyOf(bits, FINGERPRINT_BYTES)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The raw bytes of a public key.
     *
     * @throws IllegalArgumentException if it is no Ed25519 key
     */
    public static byte[] publicBytes(PublicKey key) {
        return raw(key.getEncoded(), X509_HEAD, PUBLIC_BYTES);
    }

    /**
     * The key of raw bytes.
     *
     * @throws IllegalArgumentException if they are none
     */
    public static PublicKey publicKey(byte[] publicBytes) {
        if (publicBytes.length != PUBLIC_BYTES) {
            throw new IllegalArgumentException("A public key of " + publicBytes.length + " bytes");
        }
        try {
            byte[] encoded = new FieldWriter().bytes(X509_HEAD).bytes(publicBytes).bytes();
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("It is no Ed25519 key", e);
        }
    }

    /** Tells nothing of the private key. */
    @Override
    public String toString() {
        return "DeviceKey[" + peer() + "]";
    }
}
