package dev.grapevine.node.security;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.UserMistakeException;

/**
 * The invitations that one inviter has issued. Each lets one device in, within an hour; five wrong proofs close it. As bytes
 * they survive a restart: keep them after each change. Not thread-safe.
 */
public final class Invitations {

    public static final int MAX_OPEN = 64;
    public static final int MAX_WRONG_PROOFS = 5;
    public static final Duration LIFE = Duration.ofHours(1);

    private static final String KIND = "GRPVINV1";
    private static final int ENTRY_BYTES = InvitationCode.SECRET_BYTES + Long.BYTES + 2 + DeviceKey.PUBLIC_BYTES;
    static final int MAX_BYTES = CheckedBytes.HEAD_BYTES + 1 + MAX_OPEN * ENTRY_BYTES;

    /** The outcome of a request. */
    public enum Verdict {
        /** The device is let in; also if it asks again, since the answer may have been lost. */
        ADMITTED,
        /** No such invitation was issued, or it has been forgotten. */
        UNKNOWN,
        /** It was issued more than an hour ago. */
        EXPIRED,
        /** The proof is right, but another device was let in by it. */
        USED,
        /** The proof is wrong; this is counted. */
        WRONG,
        /** The invitation is closed: too many proofs were wrong, and now none is right. */
        CLOSED
    }

    private static final class Invitation {

        final byte[] secret;
        final Instant issued;
        int wrongProofs;
        Optional<byte[]> usedBy = Optional.empty();

        Invitation(byte[] secret, Instant issued) {
            this.secret = secret;
            this.issued = issued;
        }

        boolean isExpired(Instant now) {
            return !now.isBefore(issued.plus(LIFE));
        }

        boolean isClosed() {
            return wrongProofs >= MAX_WRONG_PROOFS;
        }

        boolean isOpen(Instant now) {
            return usedBy.isEmpty() && !isClosed() && !isExpired(now);
        }
    }

    /** All open invitations, in the order of issue; those that are not open give way to new ones. */
    private final List<Invitation> invitations = new ArrayList<>();

    /** None yet. */
    public Invitations() {}

    /**
     * A new invitation.
     *
     * @param address where devices on the network reach the inviter
     * @param inviter the inviter's own key
     * @throws UserMistakeException     if {@value #MAX_OPEN} are open
     * @throws IllegalArgumentException if the address cannot stand in a code
     */
    public InvitationCode issue(Address address, DeviceKey inviter, Instant now, SecureRandom random) {
        byte[] secret = new byte[InvitationCode.SECRET_BYTES];
        random.nextBytes(secret);
        InvitationCode code = new InvitationCode(address, DeviceKey.fingerprint(inviter.peer()).orElseThrow(), secret);
        makeRoom(now);
        invitations.add(new Invitation(secret, FieldWriter.second(now)));
        return code;
    }

    private void makeRoom(Instant now) {
        for (int i = 0; i < invitations.size() && invitations.size() >= MAX_OPEN; i++) {
            if (!invitations.get(i).isOpen(now)) {
                invitations.remove(i--);
            }
        }
        if (invitations.size() >= MAX_OPEN) {
            throw new UserMistakeException(
                    MAX_OPEN + " invitations are open, which is as many as a node keeps: allowed "
                            + "is another one after one was used or an hour has passed");
        }
    }

    /** The number of invitations that can still be used. */
    public int open(Instant now) {
        return (int) invitations.stream().filter(invitation -> invitation.isOpen(now)).count();
    }

    /**
     * Judges a request and counts it.
     *
     * @param id           {@link InvitationCode#id}; callers limit how often one connection may guess it
     * @param proof        {@link InvitationCode#proof}
     * @param exporter     {@value InvitationCode#EXPORTER_BYTES} bytes of the TLS channel, from this side
     * @param devicePublic the key that the device has proven on the same channel, 32 bytes
     */
    public Verdict check(byte[] id, byte[] proof, byte[] exporter, byte[] devicePublic, Instant now) {
        Optional<Invitation> found = invitations.stream()
                .filter(invitation -> MessageDigest.isEqual(InvitationCode.id(invitation.secret), id)).findFirst();
        if (found.isEmpty()) {
            return Verdict.UNKNOWN;
        }
        Invitation invitation = found.get();
        if (invitation.isExpired(now)) {
            return Verdict.EXPIRED;
        }
        if (invitation.isClosed()) {
            return Verdict.CLOSED;
        }
        if (!MessageDigest.isEqual(InvitationCode.proof(invitation.secret, exporter, devicePublic), proof)) {
            invitation.wrongProofs++;
            return Verdict.WRONG;
        }
        if (invitation.usedBy.isPresent() && !Arrays.equals(invitation.usedBy.get(), devicePublic)) {
            return Verdict.USED;
        }
        invitation.usedBy = Optional.of(devicePublic.clone());
        return Verdict.ADMITTED;
    }

    /** All of them as bytes. Secret. */
    public byte[] encode() {
        FieldWriter out = new FieldWriter().number8(invitations.size());
        for (Invitation invitation : invitations) {
            out.bytes(invitation.secret).instant(invitation.issued).number8(invitation.wrongProofs)
                    .number8(invitation.usedBy.isPresent() ? 1 : 0)
                    .bytes(invitation.usedBy.orElse(new byte[DeviceKey.PUBLIC_BYTES]));
        }
        return CheckedBytes.wrap(KIND, out.bytes());
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if it is damaged
     */
    public static Invitations decode(byte[] bytes) {
        FieldReader in = new FieldReader(CheckedBytes.unwrap(KIND, bytes));
        Invitations read = new Invitations();
        int count = in.number8(MAX_OPEN, "invitations");
        for (int i = 0; i < count; i++) {
            Invitation invitation = new Invitation(in.bytes(InvitationCode.SECRET_BYTES), in.instant());
            invitation.wrongProofs = in.number8(MAX_WRONG_PROOFS, "wrong proofs");
            boolean used = in.number8(1, "use") == 1;
            byte[] device = in.bytes(DeviceKey.PUBLIC_BYTES);
            invitation.usedBy = used ? Optional.of(device) : Optional.empty();
            read.invitations.add(invitation);
        }
        in.end();
        return read;
    }

    /** Tells nothing of the secrets. */
    @Override
    public String toString() {
        return "Invitations[" + invitations.size() + "]";
    }
}
