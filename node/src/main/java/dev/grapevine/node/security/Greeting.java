package dev.grapevine.node.security;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.grapevine.gossip.peers.PeerId;

/**
 * A node's statement about itself to anybody who asks, so that two nodes that do not meet can find out why: its versions
 * and its time. It tells more to those that it lets in. Nothing follows from it: it is for people.
 *
 * <p>As bytes: kind (8 bits), oldest and newest version (8 each), features (64), time (64), standing (8), authority (text),
 * inviter (8), name (text). Later versions may add to it.
 *
 * @param oldest    the oldest version of the protocol that it speaks
 * @param newest    the newest one, not below the oldest
 * @param features  optional features, a bit each
 * @param time      its time, to the second
 * @param standing  whether it lets in who asked
 * @param authority the authority of its run; empty for strangers
 * @param isInviter whether it may let devices in and renew certificates; false unless who asked is let in
 * @param name      for people, as in {@link SelfDescription}; empty unless who asked is let in
 */
public record Greeting(int oldest, int newest, long features, Instant time, Standing standing,
        Optional<PeerId> authority, boolean isInviter, String name) {

    /** The longest greeting of this version or a later one, in bytes. */
    public static final int MAX_BYTES = 1024;

    private static final int QUESTION = 5;
    private static final int GREETING = 6;
    private static final int MAX_IDENTITY_LENGTH = 64;

    /** A node's judgement of a device. */
    public enum Standing {
        /** It has shown no certificates of its own. */
        STRANGER,
        ADMITTED,
        /** Its certificates come from another authority. */
        OF_ANOTHER_RUN,
        /** Its certificates have ended. */
        ENDED,
        /** Its key or that of its inviter was revoked. */
        REVOKED,
        /** It is refused for a reason that this version does not know. */
        OTHER;

        static Standing of(Admission.Decision decision) {
            return switch (decision) {
                case Admission.Admitted _ -> ADMITTED;
                case Admission.Refused refused -> switch (refused.reason()) {
                    case STRANGER -> OF_ANOTHER_RUN;
                    case EXPIRED -> ENDED;
                    case REVOKED -> REVOKED;
                    case MALFORMED -> OTHER;
                };
            };
        }
    }

    /** @throws IllegalArgumentException if it is out of bounds */
    public Greeting {
        if (oldest < 0 || oldest > newest || newest > 255 || !name.isEmpty() && !SelfDescription.isName(name)) {
            throw new IllegalArgumentException("A greeting is out of bounds");
        }
        time = FieldWriter.second(time);
    }

    /** The greeting as it is sent. */
    public byte[] encode() {
        return new FieldWriter().number8(GREETING).number8(oldest).number8(newest).number64(features).instant(time)
                .number8(standing.ordinal()).text8(authority.map(PeerId::text).orElse(""))
                .number8(isInviter ? 1 : 0).text8(name).bytes();
    }

    /** @throws IllegalArgumentException if the bytes are no greeting */
    public static Greeting read(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("A greeting of " + bytes.length + " bytes");
        }
        FieldReader in = new FieldReader(bytes);
        if (in.number8(255, "kind") != GREETING) {
            throw new IllegalArgumentException("It is no greeting");
        }
        int oldest = in.number8(255, "version");
        int newest = in.number8(255, "version");
        long features = in.number64();
        Instant time = in.instant();
        int standing = in.number8(255, "standing");
        String authority = in.text8(MAX_IDENTITY_LENGTH, "authority");
        int inviter = in.number8(1, "inviter");
        return new Greeting(oldest, newest, features, time,
                standing < Standing.values().length ? Standing.values()[standing] : Standing.OTHER,
                authority.isEmpty() ? Optional.empty() : Optional.of(new PeerId(authority)), inviter == 1,
                in.text8(SelfDescription.MAX_NAME_LENGTH, "name"));
    }

    /**
     * The question for it.
     *
     * @param chain the certificates of who asks, at most {@value CertificateBytes#MAX_CERTIFICATES}; none for a stranger
     */
    public static byte[] question(List<X509Certificate> chain) {
        FieldWriter out = new FieldWriter().number8(QUESTION);
        CertificateBytes.write(out, chain);
        return out.bytes();
    }

    /** Whether bytes are this question, whole or damaged, and no other one. */
    public static boolean isQuestion(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == QUESTION;
    }

    /**
     * The certificates that a question shows.
     *
     * @throws IllegalArgumentException if the bytes are no question for a greeting
     */
    public static List<X509Certificate> readQuestion(byte[] bytes) {
        if (!isQuestion(bytes)) {
            throw new IllegalArgumentException("An unknown kind of question");
        }
        FieldReader in = new FieldReader(Arrays.copyOfRange(bytes, 1, bytes.length));
        List<X509Certificate> chain = CertificateBytes.read(in, CertificateBytes.MAX_CERTIFICATES);
        in.end();
        return chain;
    }
}
