package dev.grapevine.node.security;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.grapevine.gossip.peers.PeerId;

/**
 * A signed statement that a key is no longer let in. The signature is right; whether its author may revoke is another
 * question. Two are equal if their bytes are. Thread-safe.
 */
public final class Revocation {

    public static final int MAX_BYTES = 2560;

    private static final String PURPOSE = "grapevine revocation";
    private static final int FORMAT = 1;

    private final PeerId peer;
    private final Instant when;
    private final byte[] byPublic;
    private final PeerId by;
    private final List<X509Certificate> chain;
    private final byte[] signed;
    private final long id;

    private Revocation(PeerId peer, Instant when, byte[] byPublic, List<X509Certificate> chain, byte[] signed) {
        this.peer = peer;
        this.when = when;
        this.byPublic = byPublic;
        this.by = DeviceKey.peerOf(byPublic);
        this.chain = chain;
        this.signed = signed;
        this.id = ByteBuffer.wrap(Digests.sha256(signed)).getLong();
    }

    /**
     * @param peer  the identity of the key that is revoked
     * @param by    the authority's key or an inviter's
     * @param chain the inviter's one certificate; empty for the authority
     */
    public static Revocation sign(PeerId peer, Instant when, DeviceKey by, List<X509Certificate> chain) {
        if (DeviceKey.fingerprint(peer).isEmpty() || chain.size() > 1) {
            throw new IllegalArgumentException("A revocation is out of bounds");
        }
        Instant second = FieldWriter.second(when);
        FieldWriter body = new FieldWriter().number8(FORMAT).text8(peer.text()).instant(second)
                .bytes(by.publicBytes());
        CertificateBytes.write(body, chain);
        byte[] signature = by.sign(PURPOSE, body.bytes());
        return new Revocation(peer, second, by.publicBytes(), List.copyOf(chain), body.bytes(signature).bytes());
    }

    /** Reads {@link #signed}; empty if it is malformed, out of bounds or not signed by its author. */
    public static Optional<Revocation> read(byte[] signed) {
        if (signed.length > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            FieldReader in = new FieldReader(signed);
            if (in.number8(255, "format") != FORMAT) {
                return Optional.empty();
            }
            PeerId peer = new PeerId(in.text8(DeviceKey.PEER_LETTERS, "peer"));
            Instant when = in.instant();
            byte[] by = in.bytes(DeviceKey.PUBLIC_BYTES);
            List<X509Certificate> chain = CertificateBytes.read(in, 1);
            byte[] body = Arrays.copyOf(signed, in.position());
            byte[] signature = in.bytes(DeviceKey.SIGNATURE_BYTES);
            in.end();
            return DeviceKey.fingerprint(peer).isPresent() && DeviceKey.verify(by, PURPOSE, body, signature)
                    ? Optional.of(new Revocation(peer, when, by, chain, signed.clone()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The identity of the key that is revoked. */
    public PeerId peer() {
        return peer;
    }

    /** A whole second, by its author's clock. */
    public Instant when() {
        return when;
    }

    /** The identity of its author's key. */
    public PeerId by() {
        return by;
    }

    /** A copy of the encoded statement, at most {@value #MAX_BYTES} bytes. */
    public byte[] signed() {
        return signed.clone();
    }

    /** A short name of exactly these bytes. */
    long id() {
        return id;
    }

    boolean isBy(byte[] publicBytes) {
        return Arrays.equals(byPublic, publicBytes);
    }

    List<X509Certificate> chain() {
        return chain;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Revocation that && Arrays.equals(signed, that.signed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(signed);
    }

    @Override
    public String toString() {
        return "Revocation[" + peer + " by " + by + " at " + when + "]";
    }
}
