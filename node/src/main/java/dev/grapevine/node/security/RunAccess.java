package dev.grapevine.node.security;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.UserMistakeException;

/**
 * A running node's part in its run: its certificates, whom it lets in, and what it may do for others. All of it is kept in
 * the folder. Thread-safe: handshakes run on several threads.
 */
public final class RunAccess {

    /** The interval at which the time is kept, for a device whose clock stops with its power. */
    private static final Duration TIME_KEPT = Duration.ofMinutes(1);

    private final SecurityFolder folder;
    private final DeviceKey device;
    private final InstantSource clock;
    private final SecureRandom random;
    private final RunAuthority authority;
    private final Acquaintances acquaintances;
    private final Invitations invitations;
    private final Timekeeper time;
    private final Admission admission;
    private final X509Certificate selfSigned;
    private final Set<PeerId> inviters = new HashSet<>();
    private final int awaits;
    private Instant timeKept;

    private RunAccess(SecurityFolder folder, DeviceKey device, RunAuthority authority, InstantSource clock,
            SecureRandom random, int awaits) {
        this.awaits = awaits;
        this.folder = folder;
        this.random = random;
        this.device = device;
        this.authority = authority;
        this.clock = clock;
        this.acquaintances = folder.acquaintances();
        this.invitations = folder.invitations();
        this.time = new Timekeeper(folder.latestTime());
        time.learn(authority.chain().begins());
        this.timeKept = time.latest();
        this.admission = new Admission(authority.certificate(), authority.revocations(), acquaintances);
        this.selfSigned = Certificates.selfSigned(device, now());
    }

    /** The access that the folder describes; empty if this device takes part in no run with invitations. */
    public static Optional<RunAccess> read(SecurityFolder folder, DeviceKey device, InstantSource clock,
            SecureRandom random) {
        return RunAuthority.read(folder).map(authority -> new RunAccess(folder, device, authority, clock, random, 0));
    }

    /** Begins a run: makes its authority, and this node its first inviter. It is in the folder when this returns. */
    public static RunAccess found(SecurityFolder folder, DeviceKey device, String runName, InstantSource clock,
            SecureRandom random) throws IOException {
        RunAuthority authority = RunAuthority.found(device, runName, clock.instant(), random);
        authority.write(folder);
        return new RunAccess(folder, device, authority, clock, random, 0);
    }

    /**
     * Takes what an inviter has answered. It is in the folder when this returns.
     *
     * @throws UserMistakeException if the answer does not suit the device or what its folder has already
     */
    public static RunAccess admitted(SecurityFolder folder, DeviceKey device, EnrolmentMessages.Admitted answer,
            InstantSource clock, SecureRandom random) throws IOException {
        CertificateChain chain = CertificateChain.of(answer.chain());
        if (!chain.peer().equals(device.peer()) || !chain.leadsTo(answer.authority())) {
            throw new UserMistakeException(
                    "The inviter answered with certificates of another device or run: ask for a new invitation");
        }
        if (folder.authority().filter(present -> !present.equals(answer.authority())).isPresent()) {
            throw new UserMistakeException("The invitation is to another run than that of the folder " + folder.path()
                    + ": start the node in a new folder (--dir)");
        }
        Revocations revocations = folder.revocations(answer.authority());
        revocations.merge(answer.revocations(), clock.instant());
        RunAuthority authority = new RunAuthority(device, Optional.empty(), answer.authority(), chain, revocations);
        authority.write(folder);
        return new RunAccess(folder, device, authority, clock, random, answer.awaits());
    }

    /** The time, never earlier than known. */
    public synchronized Instant now() {
        return time.now(clock.instant());
    }

    /** A sentence for users while the clock is behind. */
    public synchronized Optional<String> clockSentence() {
        Instant wall = clock.instant();
        return time.isBehind(wall) ? Optional.of(time.sentence(wall)) : Optional.empty();
    }

    /** The number of nodes that have to be there before the run is founded, as the inviter said at enrolment; 0 if it has been. */
    public int awaits() {
        return awaits;
    }

    public DeviceKey device() {
        return device;
    }

    public X509Certificate selfSigned() {
        return selfSigned;
    }

    /** This node's certificates. */
    public synchronized CertificateChain chain() {
        return authority.chain();
    }

    /** Whether this node has the authority's key. */
    public synchronized boolean isFounder() {
        return authority.hasKey();
    }

    public synchronized boolean isInviter() {
        return authority.isInviter();
    }

    /** The inviters that were met since this node started, itself included. */
    public synchronized int inviters() {
        return inviters.size() + (authority.isInviter() ? 1 : 0);
    }

    /** A sentence for users while the run depends on one machine, as far as is known here, or on none. */
    public synchronized Optional<String> inviterSentence() {
        if (authority.isInviter()) {
            return inviters.isEmpty()
                    ? Optional.of(
                            "This node is the only inviter that is known here: './grapevine identity grant ID' makes"
                                    + " another one, so that the run does not depend on this machine")
                    : Optional.empty();
        }
        return switch (inviters.size()) {
            case 0 -> Optional.of("This node has met no inviter since it started, so nobody renews its certificate");
            case 1 -> Optional.of("One inviter only was met since this node started: './grapevine identity grant ID' on"
                    + " the node that founded the run makes another one");
            default -> Optional.empty();
        };
    }

    /** Whether a device is let in, by its certificates: its own first. */
    public synchronized Admission.Decision judge(List<X509Certificate> chain) {
        return admission.judge(chain, now());
    }

    /**
     * The standing of a device that asks for it; nothing follows from the question.
     *
     * @param chain        what it shows, its own certificate first; empty for a stranger
     * @param devicePublic the key that it has proved
     */
    public synchronized Greeting.Standing standing(List<X509Certificate> chain, byte[] devicePublic) {
        boolean isOwn = !chain.isEmpty()
                && Arrays.equals(DeviceKey.publicBytes(chain.getFirst().getPublicKey()), devicePublic);
        return isOwn ? Greeting.Standing.of(judge(chain)) : Greeting.Standing.STRANGER;
    }

    /** The identity of the run's authority. */
    public PeerId authority() {
        return DeviceKey.peerOf(authority.certificate().getPublicKey());
    }

    /** A device was let in and has proved its key. */
    public synchronized void met(Admission.Admitted peer) {
        acquaintances.met(peer.peer(), now());
        if (peer.role() == Admission.Role.INVITER) {
            inviters.add(peer.peer());
        } else {
            inviters.remove(peer.peer());
        }
    }

    /** Whether a device has ever been let in and has proved its key, as far as is remembered. */
    public synchronized boolean hasMet(PeerId peer) {
        return acquaintances.knows(peer);
    }

    /** A new invitation to this node. */
    public synchronized InvitationCode invite(Address address) throws IOException {
        if (!authority.isInviter()) {
            throw new UserMistakeException("This node may not invite: allowed are inviters, which './grapevine identity"
                    + " grant' makes on the node that founded the run");
        }
        InvitationCode code = invitations.issue(address, device, now(), random);
        folder.writeInvitations(invitations);
        return code;
    }

    /**
     * Answers a device that asks to be let in, or for new certificates.
     *
     * @param exporter     of the channel, from this side
     * @param devicePublic the key that the device has proved on it
     * @param descriptions of members, as they signed them
     * @param nodesAwaited how many nodes have to be there before the run is founded; 0 if it has been
     */
    public synchronized EnrolmentMessages.Answer answer(EnrolmentMessages.Question question, byte[] exporter,
            byte[] devicePublic, List<byte[]> descriptions, int nodesAwaited) throws IOException {
        return switch (question) {
            case EnrolmentMessages.Request request ->
                letIn(request, exporter, devicePublic, descriptions, nodesAwaited);
            case EnrolmentMessages.Renewal renewal -> renew(renewal, devicePublic, descriptions, nodesAwaited);
        };
    }

    private EnrolmentMessages.Answer letIn(EnrolmentMessages.Request request, byte[] exporter, byte[] devicePublic,
            List<byte[]> descriptions, int nodesAwaited) throws IOException {
        if (!MessageDigest.isEqual(request.devicePublic(), devicePublic)) {
            return new EnrolmentMessages.Refused(EnrolmentMessages.Refusal.MALFORMED);
        }
        if (!authority.isInviter()) {
            return new EnrolmentMessages.Refused(EnrolmentMessages.Refusal.NO_INVITER);
        }
        if (authority.revocations().isRevoked(DeviceKey.peerOf(devicePublic))) {
            return new EnrolmentMessages.Refused(EnrolmentMessages.Refusal.REVOKED);
        }
        Invitations.Verdict verdict = invitations.check(request.id(), request.proof(), exporter, devicePublic, now());
        folder.writeInvitations(invitations);
        if (verdict != Invitations.Verdict.ADMITTED) {
            return new EnrolmentMessages.Refused(EnrolmentMessages.Refusal.of(verdict));
        }
        return admitted(() -> authority.admit(devicePublic, now(), random), descriptions, nodesAwaited);
    }

    private EnrolmentMessages.Answer renew(EnrolmentMessages.Renewal renewal, byte[] devicePublic,
            List<byte[]> descriptions, int nodesAwaited) {
        Admission.Decision decision = judge(renewal.chain());
        if (decision instanceof Admission.Refused refused) {
            return new EnrolmentMessages.Refused(refused.reason() == Admission.Reason.REVOKED
                    ? EnrolmentMessages.Refusal.REVOKED
                    : EnrolmentMessages.Refusal.NOT_ADMITTED);
        }
        CertificateChain present = CertificateChain.of(renewal.chain());
        if (!present.peer().equals(DeviceKey.peerOf(devicePublic))) {
            return new EnrolmentMessages.Refused(EnrolmentMessages.Refusal.MALFORMED);
        }
        return admitted(() -> authority.renew(present, now(), random), descriptions, nodesAwaited);
    }

    private EnrolmentMessages.Answer admitted(Supplier<CertificateChain> certificates,
            List<byte[]> descriptions, int nodesAwaited) {
        try {
            return EnrolmentMessages.Admitted.fitting(certificates.get().certificates(), authority.certificate(),
                    descriptions, authority.revocations().missing(), nodesAwaited);
        } catch (UserMistakeException e) {
            return new EnrolmentMessages.Refused(EnrolmentMessages.Refusal.NO_INVITER);
        } catch (IllegalArgumentException e) {
            return new EnrolmentMessages.Refused(EnrolmentMessages.Refusal.REVOKED);
        }
    }

    /** The question for new certificates. */
    public synchronized EnrolmentMessages.Question renewal() {
        return new EnrolmentMessages.Renewal(device.publicBytes(), authority.chain().certificates());
    }

    /** Whether it is time to ask for new certificates. */
    public synchronized boolean isRenewalDue() {
        return Certificates.isRenewalDue(authority.chain().leaf(), now());
    }

    /** Whether this device's certificate has ended. */
    public synchronized boolean hasEnded() {
        return now().isAfter(authority.chain().ends());
    }

    /** Whether it has ended so long ago that nobody lets this device in any more. */
    public synchronized boolean isBeyondGrace() {
        return now().isAfter(authority.chain().ends().plus(Admission.GRACE));
    }

    /** A sentence for users when this device's certificate has ended or will before long. */
    public synchronized Optional<String> endSentence() {
        Instant ends = authority.chain().ends();
        return isRenewalDue()
                ? Optional.of("The certificate of this device " + (now().isAfter(ends) ? "ended" : "ends") + " on "
                        + DayCounts.day(ends))
                : Optional.empty();
    }

    /** Renews this node's own certificates if it has the authority's key; false if it has to ask somebody. */
    public synchronized boolean renewOwn() throws IOException {
        if (!authority.hasKey()) {
            return false;
        }
        replace(authority.renew(authority.chain(), now(), random));
        return true;
    }

    /**
     * Takes new certificates of this node.
     *
     * @throws IllegalArgumentException if they are not of this device and this run, or not better than those it has
     */
    public synchronized void replace(CertificateChain renewed) throws IOException {
        boolean isBetter = renewed.isInviter() && !authority.chain().isInviter()
                || renewed.isInviter() == authority.chain().isInviter()
                        && renewed.ends().isAfter(authority.chain().ends());
        if (!isBetter) {
            throw new IllegalArgumentException("The new certificates are not better than the present ones");
        }
        authority.replaceChain(renewed);
        folder.writeChain(authority.chain());
        time.learn(renewed.begins());
    }

    /** Certificates that make a device an inviter. */
    public synchronized CertificateChain grant(byte[] devicePublic) {
        return authority.grantInviter(DeviceKey.publicKey(devicePublic), now(), random);
    }

    /** Revokes a device, for all who hear of it. */
    public synchronized Revocation revoke(PeerId peer) throws IOException {
        Revocation revocation = authority.revoke(peer, now());
        folder.writeRevocations(authority.revocations());
        return revocation;
    }

    /**
     * Takes revocations that a peer told; returns how many were news.
     *
     * @throws IllegalArgumentException if they are malformed
     */
    public synchronized int merge(byte[] batch) throws IOException {
        int added = authority.revocations().merge(batch, now()).added();
        if (added > 0) {
            folder.writeRevocations(authority.revocations());
        }
        return added;
    }

    /** Whether a device's own key was revoked. */
    public synchronized boolean isRevoked(PeerId peer) {
        return authority.revocations().isRevoked(peer);
    }

    /** {@link Revocations#known()}. */
    public synchronized byte[] knownRevocations() {
        return authority.revocations().known();
    }

    /** {@link Revocations#missing(byte[], int)}. */
    public synchronized byte[] missingRevocations(byte[] known) {
        return authority.revocations().missing(known, Revocations.MAX_BATCH_BYTES);
    }

    /** The reason why this device takes no part any more; empty while it does. */
    public synchronized Optional<String> ownRefusal() {
        return judge(authority.chain().certificates()) instanceof Admission.Refused refused
                && refused.reason() == Admission.Reason.REVOKED
                        ? Optional.of("This device takes no part in the run any more: "
                                + refused.sentence().replaceFirst("^The peer", "the peer"))
                        : Optional.empty();
    }

    /** Keeps what was learned since the last time; call it now and then. Blocks. */
    public synchronized void keep() throws IOException {
        Instant now = now();
        if (Duration.between(timeKept, now).compareTo(TIME_KEPT) >= 0) {
            folder.writeLatestTime(now);
            folder.writeAcquaintances(acquaintances);
            timeKept = now;
        }
    }
}
