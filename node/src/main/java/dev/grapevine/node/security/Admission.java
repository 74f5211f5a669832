package dev.grapevine.node.security;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.grapevine.gossip.peers.PeerId;

/**
 * Decides which device is let in, by its certificates. Pure but for the revocations and acquaintances, which others change:
 * it decides by their present state. For their thread.
 */
public final class Admission {

    /** The time for which an acquaintance is let in after its certificate has ended. */
    public static final Duration GRACE = Duration.ofDays(30);

    /** The rights of a device. */
    public enum Role {
        MEMBER,
        /** A member that also lets others in, and revokes. */
        INVITER
    }

    /** The reason why a device is not let in. */
    public enum Reason {
        /** Its certificates do not lead to the run's authority. */
        STRANGER, EXPIRED, REVOKED, MALFORMED
    }

    /** Admitted or refused. */
    public sealed interface Decision {}

    /**
     * @param warning a sentence for users
     */
    public record Admitted(PeerId peer, Role role, Optional<String> warning) implements Decision {}

    /**
     * @param sentence for users
     */
    public record Refused(Reason reason, String sentence) implements Decision {}

    private final X509Certificate authority;
    private final Revocations revocations;
    private final Acquaintances acquaintances;

    /**
     * @param revocations   of this authority; read, not changed
     * @param acquaintances read, not changed
     */
    public Admission(X509Certificate authority, Revocations revocations, Acquaintances acquaintances) {
        this.authority = authority;
        this.revocations = revocations;
        this.acquaintances = acquaintances;
    }

    /**
     * @param certificates the device's own first, as it showed them; the caller has seen that it has the key
     */
    public Decision judge(List<X509Certificate> certificates, Instant now) {
        CertificateChain chain;
        try {
            chain = CertificateChain.of(certificates);
        } catch (IllegalArgumentException e) {
            return new Refused(Reason.MALFORMED, "A peer is refused, since its certificate chain is malformed: "
                    + e.getMessage());
        }
        if (!chain.leadsTo(authority)) {
            return new Refused(Reason.STRANGER, "The peer " + chain.peer() + " is a stranger: its certificate does not "
                    + "come from this run's authority; invite it with './grapevine invite'");
        }
        return revocation(chain).or(() -> expiry(chain, now)).orElseGet(() -> new Admitted(chain.peer(),
                chain.isInviter() ? Role.INVITER : Role.MEMBER, warning(chain, now)));
    }

    private Optional<Decision> revocation(CertificateChain chain) {
        Optional<Revocation> own = revocations.of(chain.peer());
        if (own.isPresent()) {
            return refused(Reason.REVOKED, "The peer " + chain.peer() + " was revoked" + at(own.get()));
        }
        return chain.inviter().flatMap(revocations::of).flatMap(inviters -> refused(Reason.REVOKED,
                "The peer " + chain.peer() + " was let in by the inviter " + inviters.peer() + ", which was revoked"
                        + at(inviters) + " together with everything that it let in"));
    }

    private String at(Revocation revocation) {
        return " on " + DayCounts.day(revocation.when()) + " by "
                + (revocation.isBy(DeviceKey.publicBytes(authority.getPublicKey()))
                        ? "the run's authority"
                        : "the inviter " + revocation.by());
    }

    private Optional<Decision> expiry(CertificateChain chain, Instant now) {
        if (!now.isAfter(chain.ends())) {
            return Optional.empty();
        }
        String ended = "The certificate of the peer " + chain.peer() + " ended " + daysAgo(chain, now);
        if (now.isAfter(chain.ends().plus(GRACE))) {
            return refused(Reason.EXPIRED, ended + ", more than the " + GRACE.toDays()
                    + " days of grace: invite it again with './grapevine invite'");
        }
        return acquaintances.knows(chain.peer())
                ? Optional.empty()
                : refused(Reason.EXPIRED, ended
                        + ", and it was never met before: invite it again with './grapevine invite'");
    }

    private static Optional<Decision> refused(Reason reason, String sentence) {
        return Optional.of(new Refused(reason, sentence));
    }

    /** A certificate that has not begun was issued all the same, so it is no reason to refuse: a clock is wrong. */
    private static Optional<String> warning(CertificateChain chain, Instant now) {
        if (now.isAfter(chain.ends())) {
            return Optional.of("The peer " + chain.peer() + ": its certificate ended " + daysAgo(chain, now)
                    + "; it is let in because it was met before, and has to renew the certificate");
        }
        return now.isBefore(chain.begins())
                ? Optional.of("The peer " + chain.peer() + ": its certificate begins in "
                        + DayCounts.of(Duration.between(now, chain.begins()))
                        + ", so the clock of this device is behind or that of its inviter ahead")
                : Optional.empty();
    }

    private static String daysAgo(CertificateChain chain, Instant now) {
        return DayCounts.of(Duration.between(chain.ends(), now)) + " ago";
    }
}
