package dev.grapevine.node.security;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The two questions that a device asks an inviter, and the answers, as bytes: at most {@value #MAX_BYTES}. A kind (8 bits),
 * then the fields. A device that is not let in yet asks by {@link Request}, a member by {@link Renewal}. The TLS channel
 * proves the device's key; callers compare it with the one in the question. Kinds 5 and 6 are {@link Greeting}'s, and
 * those from 128 on are for devices that have lost their folder. Malformed bytes are {@link IllegalArgumentException}s. Thread-safe.
 */
public final class EnrolmentMessages {

    public static final int MAX_BYTES = 64 * 1024;
    public static final int MAX_DESCRIPTIONS = 64;
    public static final int MAX_AWAITED = 1_000_000;

    private static final int REQUEST = 1;
    private static final int RENEWAL = 2;
    private static final int ADMITTED = 3;
    private static final int REFUSED = 4;
    private static final int KINDS = 255;

    /** A question of a device. */
    public sealed interface Question {
        byte[] encode();
    }

    /** An answer of an inviter. */
    public sealed interface Answer {
        byte[] encode();
    }

    /** The reason why an inviter does not let a device in, with a sentence for the user of that device. */
    public enum Refusal {
        OTHER(0, "for a reason that this version does not know"),
        UNKNOWN(1, "since it knows no such invitation: ask for a new one"),
        EXPIRED(2, "since the invitation is more than an hour old: ask for a new one"),
        USED(3, "since another device has used the invitation: ask for one of its own, and whether that device is known"),
        WRONG(4, "since the proof of the invitation is wrong: compare the code"),
        CLOSED(5, "since the invitation was closed after " + Invitations.MAX_WRONG_PROOFS
                + " wrong proofs: ask for a new one"),
        REVOKED(6, "since the key of this device was revoked: begin with a new folder (--dir) and a new invitation"),
        NO_INVITER(7, "since it may not issue certificates: ask an inviter"),
        BUSY(8, "since too many devices ask: try again in a minute"),
        MALFORMED(9, "since it did not understand the request: both have to be of one version"),
        /** The certificate shown for a renewal is not let in any more. */
        NOT_ADMITTED(10,
                "since its certificate has ended or is of another run: ask for a new invitation (--invite), and for another"
                        + " run use it in a new folder (--dir)");

        private final int code;
        private final String reason;

        Refusal(int code, String reason) {
            this.code = code;
            this.reason = reason;
        }

        /** The sentence for the user of the device. */
        public String sentence() {
            return "The inviter refuses this device, " + reason;
        }

        /**
         * @throws IllegalArgumentException for {@link Invitations.Verdict#ADMITTED}
         */
        public static Refusal of(Invitations.Verdict verdict) {
            return switch (verdict) {
                case ADMITTED -> throw new IllegalArgumentException("An admitted device is not refused");
                case UNKNOWN -> UNKNOWN;
                case EXPIRED -> EXPIRED;
                case USED -> USED;
                case WRONG -> WRONG;
                case CLOSED -> CLOSED;
            };
        }

        /** Whether it is about the device that asks, and will be the same tomorrow. */
        public boolean isOfTheDevice() {
            return this == REVOKED || this == NOT_ADMITTED;
        }

        private static Refusal of(int code) {
            return Arrays.stream(values()).filter(refusal -> refusal.code == code).findFirst().orElse(OTHER);
        }
    }

    private EnrolmentMessages() {}

    /**
     * A device asks to be let in by an invitation.
     *
     * @param id           {@link InvitationCode#id}
     * @param proof        {@link InvitationCode#proof}
     * @param devicePublic the device's key, 32 bytes
     * @param name         as in {@link SelfDescription}
     */
    public record Request(byte[] id, byte[] proof, byte[] devicePublic, String name) implements Question {

        public Request {
            if (id.length != InvitationCode.ID_BYTES || proof.length != InvitationCode.PROOF_BYTES
                    || devicePublic.length != DeviceKey.PUBLIC_BYTES || !SelfDescription.isName(name)) {
                throw new IllegalArgumentException("A request is out of bounds");
            }
        }

        @Override
        public byte[] encode() {
            return new FieldWriter().number8(REQUEST).bytes(id).bytes(proof).bytes(devicePublic).text8(name).bytes();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Request that && Arrays.equals(encode(), that.encode());
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(id);
        }

        @Override
        public String toString() {
            return "Request[" + DeviceKey.peerOf(devicePublic) + ", " + name + "]";
        }
    }

    /**
     * A device that was let in asks for a new certificate.
     *
     * @param devicePublic its key, 32 bytes
     * @param chain        its present certificates, 1 to 4
     */
    public record Renewal(byte[] devicePublic, List<X509Certificate> chain) implements Question {

        public Renewal {
            if (devicePublic.length != DeviceKey.PUBLIC_BYTES || !isChain(chain)) {
                throw new IllegalArgumentException("A request for renewal is out of bounds");
            }
            chain = List.copyOf(chain);
        }

        @Override
        public byte[] encode() {
            FieldWriter out = new FieldWriter().number8(RENEWAL).bytes(devicePublic);
            CertificateBytes.write(out, chain);
            return out.bytes();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Renewal that && Arrays.equals(encode(), that.encode());
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(devicePublic);
        }
    }

    /**
     * The device is let in.
     *
     * @param chain        its new certificates, 1 to 4, its own first
     * @param authority    the run's
     * @param descriptions of peers, each as {@link SelfDescription#sign} wrote it, at most {@value #MAX_DESCRIPTIONS}
     * @param revocations  {@link Revocations#missing()}
     * @param awaits       how many nodes have to be there before the run is founded; 0 if it has been
     */
    public record Admitted(List<X509Certificate> chain, X509Certificate authority, List<byte[]> descriptions,
            byte[] revocations, int awaits) implements Answer {

        /**
         * @throws IllegalArgumentException if it is out of bounds, also if it has more than {@value #MAX_BYTES} bytes
         */
        public Admitted {
            chain = List.copyOf(chain);
            descriptions = List.copyOf(descriptions);
            if (!isChain(chain) || CertificateBytes.der(authority).length > CertificateBytes.MAX_BYTES
                    || descriptions.size() > MAX_DESCRIPTIONS
                    || descriptions.stream().anyMatch(one -> one.length > SelfDescription.MAX_BYTES)
                    || revocations.length > Revocations.MAX_BATCH_BYTES
                    || awaits < 0 || awaits > MAX_AWAITED
                    || encode(chain, authority, descriptions, revocations, awaits).length > MAX_BYTES) {
                throw new IllegalArgumentException("An answer is out of bounds");
            }
        }

        /** An answer with the first descriptions, as many as fit. */
        public static Admitted fitting(List<X509Certificate> chain, X509Certificate authority,
                List<byte[]> descriptions, byte[] revocations, int awaits) {
            int bytes = encode(chain, authority, List.of(), revocations, awaits).length;
            List<byte[]> fitting = new ArrayList<>();
            for (byte[] description : descriptions) {
                bytes += Short.BYTES + description.length;
                if (bytes > MAX_BYTES || fitting.size() == MAX_DESCRIPTIONS) {
                    break;
                }
                fitting.add(description);
            }
            return new Admitted(chain, authority, fitting, revocations, awaits);
        }

        @Override
        public byte[] encode() {
            return encode(chain, authority, descriptions, revocations, awaits);
        }

        private static byte[] encode(List<X509Certificate> chain, X509Certificate authority, List<byte[]> descriptions,
                byte[] revocations, int awaits) {
            FieldWriter out = new FieldWriter().number8(ADMITTED);
            CertificateBytes.write(out, chain);
            out.bytes16(CertificateBytes.der(authority)).number8(descriptions.size());
            descriptions.forEach(out::bytes16);
            return out.bytes16(revocations).number32(awaits).bytes();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Admitted that && Arrays.equals(encode(), that.encode());
        }

        @Override
        public int hashCode() {
            return chain.hashCode();
        }
    }

    /** The device is not let in. */
    public record Refused(Refusal refusal) implements Answer {

        @Override
        public byte[] encode() {
            return new FieldWriter().number8(REFUSED).number8(refusal.code).bytes();
        }
    }

    private static boolean isChain(List<X509Certificate> chain) {
        return !chain.isEmpty() && chain.size() <= CertificateBytes.MAX_CERTIFICATES && chain.stream()
                .allMatch(certificate -> CertificateBytes.der(certificate).length <= CertificateBytes.MAX_BYTES);
    }

    /**
     * @throws IllegalArgumentException if the bytes are no question
     */
    public static Question readQuestion(byte[] bytes) {
        FieldReader in = bounded(bytes);
        Question read = switch (in.number8(KINDS, "kind")) {
            case REQUEST -> new Request(in.bytes(InvitationCode.ID_BYTES), in.bytes(InvitationCode.PROOF_BYTES),
                    in.bytes(DeviceKey.PUBLIC_BYTES), in.text8(SelfDescription.MAX_NAME_LENGTH, "name"));
            case RENEWAL -> new Renewal(in.bytes(DeviceKey.PUBLIC_BYTES),
                    CertificateBytes.read(in, CertificateBytes.MAX_CERTIFICATES));
            default -> throw new IllegalArgumentException("An unknown kind of question");
        };
        in.end();
        return read;
    }

    /**
     * @throws IllegalArgumentException if the bytes are no answer
     */
    public static Answer readAnswer(byte[] bytes) {
        FieldReader in = bounded(bytes);
        Answer read = switch (in.number8(KINDS, "kind")) {
            case ADMITTED -> readAdmitted(in);
            case REFUSED -> new Refused(Refusal.of(in.number8(255, "reason")));
            default -> throw new IllegalArgumentException("An unknown kind of answer");
        };
        in.end();
        return read;
    }

    private static Admitted readAdmitted(FieldReader in) {
        List<X509Certificate> chain = CertificateBytes.read(in, CertificateBytes.MAX_CERTIFICATES);
        X509Certificate authority = CertificateBytes.parse(in.bytes16(CertificateBytes.MAX_BYTES, "the authority"));
        List<byte[]> descriptions = new ArrayList<>();
        int count = in.number8(MAX_DESCRIPTIONS, "descriptions");
        for (int i = 0; i < count; i++) {
            descriptions.add(in.bytes16(SelfDescription.MAX_BYTES, "a description"));
        }
        return new Admitted(chain, authority, descriptions, in.bytes16(Revocations.MAX_BATCH_BYTES, "revocations"),
                in.number32());
    }

    private static FieldReader bounded(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("A message of " + bytes.length + " bytes");
        }
        return new FieldReader(bytes);
    }
}
