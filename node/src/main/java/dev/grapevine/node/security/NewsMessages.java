package dev.grapevine.node.security;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The messages by which members tell each other who takes part, as bytes: a kind (8 bits), then the fields. Malformed
 * bytes are {@link IllegalArgumentException}s. Thread-safe.
 */
public final class NewsMessages {

    /** Most entries that {@link Known} tells of. */
    public static final int MAX_KNOWN = 1024;

    private static final int MEMBER = 1;
    private static final int REVOKED = 2;
    private static final int KNOWN = 3;
    private static final int CERTIFICATES = 4;
    private static final int FOUND = 5;
    private static final int KINDS = 255;

    /** Something that is told. */
    public sealed interface News {
        byte[] encode();
    }

    /**
     * A member.
     *
     * @param entry {@link MemberEntry#encode}
     */
    public record Member(byte[] entry) implements News {

        @Override
        public byte[] encode() {
            return new FieldWriter().number8(MEMBER).bytes16(entry).bytes();
        }
    }

    /**
     * Revocations.
     *
     * @param batch {@link Revocations#missing}
     */
    public record Revoked(byte[] batch) implements News {

        @Override
        public byte[] encode() {
            return new FieldWriter().number8(REVOKED).bytes16(batch).bytes();
        }
    }

    /**
     * The sender's knowledge; the receiver tells what is missing.
     *
     * @param revocations {@link Revocations#known()}
     * @param members     {@link MemberEntry#id} of each
     */
    public record Known(byte[] revocations, Set<Long> members) implements News {

        public Known(byte[] revocations, Collection<Long> members) {
            this(revocations, new LinkedHashSet<>(members));
        }

        @Override
        public byte[] encode() {
            FieldWriter out = new FieldWriter().number8(KNOWN).bytes16(revocations).number16(members.size());
            members.forEach(out::number64);
            return out.bytes();
        }
    }

    /**
     * New certificates of the receiver.
     *
     * @param chain its own first
     */
    public record NewCertificates(CertificateChain chain) implements News {

        @Override
        public byte[] encode() {
            FieldWriter out = new FieldWriter().number8(CERTIFICATES);
            CertificateBytes.write(out, chain.certificates());
            return out.bytes();
        }
    }

    /** The run is to be founded now, with the nodes that are there; counts from an inviter. */
    public record FoundNow() implements News {

        @Override
        public byte[] encode() {
            return new FieldWriter().number8(FOUND).bytes();
        }
    }

    private NewsMessages() {}

    /** @throws IllegalArgumentException if the bytes are none */
    public static News read(byte[] bytes) {
        FieldReader in = new FieldReader(bytes);
        News read = switch (in.number8(KINDS, "kind")) {
            case MEMBER -> new Member(in.bytes16(MemberEntry.MAX_BYTES, "a member"));
            case REVOKED -> new Revoked(in.bytes16(Revocations.MAX_BATCH_BYTES, "revocations"));
            case KNOWN -> readKnown(in);
            case CERTIFICATES -> new NewCertificates(
                    CertificateChain.of(CertificateBytes.read(in, CertificateBytes.MAX_CERTIFICATES)));
            case FOUND -> new FoundNow();
            default -> throw new IllegalArgumentException("An unknown kind of news");
        };
        in.end();
        return read;
    }

    private static Known readKnown(FieldReader in) {
        byte[] revocations = in.bytes16(Revocations.MAX_KNOWN_BYTES, "known revocations");
        Set<Long> members = new LinkedHashSet<>();
        int count = in.number16(MAX_KNOWN, "known members");
        for (int i = 0; i < count; i++) {
            members.add(in.number64());
        }
        return new Known(revocations, members);
    }
}
