package dev.grapevine.node.security;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A member of the run in its own signed words, with the certificates that let it in: whoever passes it on can change
 * nothing. Thread-safe.
 *
 * @param signed the description as it was signed; not copied
 */
public record MemberEntry(SelfDescription description, byte[] signed, CertificateChain chain) {

    /** The longest, as bytes. */
    public static final int MAX_BYTES = 2 * Short.BYTES + SelfDescription.MAX_BYTES
            + CertificateBytes.MAX_CERTIFICATES * (Short.BYTES + CertificateBytes.MAX_BYTES);

    /** The entry of this device. */
    public static MemberEntry of(SelfDescription description, DeviceKey key, CertificateChain chain) {
        return new MemberEntry(description, description.sign(key), chain);
    }

    /** Tells entries apart; two with the same number are the same. */
    public long id() {
        return ByteBuffer.wrap(Digests.sha256(encode())).getLong();
    }

    public byte[] encode() {
        FieldWriter out = new FieldWriter().bytes16(signed);
        CertificateBytes.write(out, chain.certificates());
        return out.bytes();
    }

    /** Reads what {@link #encode} wrote; empty if it is malformed, not signed, or the certificates are of another device. */
    public static Optional<MemberEntry> read(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            FieldReader in = new FieldReader(bytes);
            byte[] signed = in.bytes16(SelfDescription.MAX_BYTES, "a description");
            CertificateChain chain = CertificateChain
                    .of(CertificateBytes.read(in, CertificateBytes.MAX_CERTIFICATES));
            in.end();
            return SelfDescription.read(signed).filter(description -> description.peer().equals(chain.peer()))
                    .map(description -> new MemberEntry(description, signed, chain));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether this one takes the place of an older one of the same device: its incarnation is higher, or the same and it
     * holds for longer, or the certificates do.
     */
    public boolean isNewerThan(MemberEntry other) {
        if (description.incarnation() != other.description.incarnation()) {
            return description.incarnation() > other.description.incarnation();
        }
        int order = description.expires().compareTo(other.description.expires());
        return order > 0 || order == 0 && chain.ends().isAfter(other.chain.ends());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MemberEntry that && id() == that.id();
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id());
    }

    @Override
    public String toString() {
        return "MemberEntry[" + description + "]";
    }
}
