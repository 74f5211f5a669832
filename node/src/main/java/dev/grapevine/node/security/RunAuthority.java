package dev.grapevine.node.security;

import java.io.IOException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.words.UserMistakeException;

/**
 * One node's part in the authority of its run: letting devices in, granting the rights of an inviter, renewing, revoking.
 * The node that founded the run has the authority's key; inviters have their own key only; members neither. Refuses with
 * {@link UserMistakeException} when this node lacks the right, and with {@link IllegalArgumentException} when the other
 * device cannot be let in. Not thread-safe.
 */
public final class RunAuthority {

    private final DeviceKey device;
    private final Optional<DeviceKey> key;
    private final X509Certificate certificate;
    private final Revocations revocations;
    private CertificateChain chain;

    /**
     * @param device      this node's key
     * @param key         the authority's key, on the node that has it
     * @param certificate the authority's
     * @param chain       this node's certificates
     * @param revocations of this run; statements are added to it
     */
    public RunAuthority(DeviceKey device, Optional<DeviceKey> key, X509Certificate certificate, CertificateChain chain,
            Revocations revocations) {
        this.device = device;
        this.key = key;
        this.certificate = certificate;
        this.chain = chain;
        this.revocations = revocations;
    }

    /**
     * Begins a run: makes its authority, and this node its first inviter. Nothing is on disk before {@link #write}.
     *
     * @param runName 1 to {@value Certificates#MAX_RUN_NAME_LENGTH} characters
     */
    public static RunAuthority found(DeviceKey device, String runName, Instant now, SecureRandom random) {
        DeviceKey key = DeviceKey.create(random);
        X509Certificate certificate = Certificates.authority(key.keyPair(), runName, now);
        CertificateChain chain = CertificateChain.of(List.of(Certificates.inviter(certificate, key.privateKey(),
                device.publicKey(), now, random)));
        return new RunAuthority(device, Optional.of(key), certificate, chain, new Revocations(certificate));
    }

    /**
     * The part that a folder says; empty if the device has no run yet.
     *
     * @throws UserMistakeException if a file is damaged or missing
     */
    public static Optional<RunAuthority> read(SecurityFolder folder) {
        Optional<X509Certificate> certificate = folder.authority();
        Optional<CertificateChain> chain = folder.chain();
        if (certificate.isEmpty() || chain.isEmpty()) {
            return Optional.empty();
        }
        if (!chain.get().leadsTo(certificate.get())) {
            throw new UserMistakeException("The certificates in " + folder.path() + " are of different runs: "
                    + "put back copies of them, or remove the folder to be invited as a new device");
        }
        return Optional.of(new RunAuthority(folder.deviceKey().orElseThrow(), folder.authorityKey(), certificate.get(),
                chain.get(), folder.revocations(certificate.get())));
    }

    /** Writes the certificates, the revocations, and the authority's key if this node has it. */
    public void write(SecurityFolder folder) throws IOException {
        if (key.isPresent()) {
            folder.writeAuthorityKey(key.get());
        }
        folder.writeAuthority(certificate);
        folder.writeRevocations(revocations);
        folder.writeChain(chain);
    }

    /** The authority's certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** This node's certificates. */
    public CertificateChain chain() {
        return chain;
    }

    /** The run's revocations: not a copy. */
    public Revocations revocations() {
        return revocations;
    }

    public boolean isInviter() {
        return chain.isInviter();
    }

    public boolean hasKey() {
        return key.isPresent();
    }

    /**
     * The certificates of a new member.
     *
     * @param device the member's key, 32 bytes
     */
    public CertificateChain admit(byte[] device, Instant now, SecureRandom random) {
        requireInviter("let devices in", now);
        PublicKey member = requireAdmissible(DeviceKey.publicKey(device));
        List<X509Certificate> certificates = new ArrayList<>();
        certificates.add(Certificates.member(chain.leaf(), this.device.privateKey(), member, now, random));
        certificates.addAll(chain.certificates());
        return CertificateChain.of(certificates);
    }

    /** The certificate of a new inviter. */
    public CertificateChain grantInviter(PublicKey device, Instant now, SecureRandom random) {
        DeviceKey authority = requireKey("make a device an inviter");
        return CertificateChain.of(List.of(Certificates.inviter(certificate, authority.privateKey(),
                requireAdmissible(device), now, random)));
    }

    /**
     * New certificates for a device that {@link Admission} has let in, with the rights that it has.
     *
     * @param present its present certificates
     */
    public CertificateChain renew(CertificateChain present, Instant now, SecureRandom random) {
        PublicKey device = present.leaf().getPublicKey();
        return present.isInviter()
                ? grantInviter(device, now, random)
                : admit(DeviceKey.publicBytes(device), now, random);
    }

    /** Takes new certificates of this node: its own renewal, or one that an inviter has answered. */
    public void replaceChain(CertificateChain renewed) {
        if (!renewed.peer().equals(device.peer()) || !renewed.leadsTo(certificate)) {
            throw new IllegalArgumentException("The new certificates are not of this device and this run");
        }
        chain = renewed;
    }

    /**
     * Revokes a key, for all who hear of it: its device, and all that it let in if it is an inviter. Signed by the authority
     * if this node has its key.
     */
    public Revocation revoke(PeerId peer, Instant now) {
        if (!hasKey()) {
            requireInviter("revoke", now);
        }
        if (peer.equals(device.peer())) {
            throw new UserMistakeException("The peer " + peer + " is this node itself: allowed are other peers");
        }
        if (DeviceKey.fingerprint(peer).isEmpty()) {
            throw new UserMistakeException("The peer '" + peer + "' has no key: allowed are identities of "
                    + DeviceKey.PEER_LETTERS + " letters");
        }
        Revocation revocation = key.isPresent()
                ? Revocation.sign(peer, now, key.get(), List.of())
                : Revocation.sign(peer, now, device, chain.certificates());
        return switch (revocations.add(revocation, now)) {
            case ADDED, KNOWN -> revocation;
            case FULL -> throw new UserMistakeException("There is no room for another revocation: ask the node that "
                    + "founded the run to begin a new one");
            case VOID, UNAUTHORISED -> throw new UserMistakeException("This node may not revoke: its own right was "
                    + "revoked or has ended");
        };
    }

    private void requireInviter(String act, Instant now) {
        if (!isInviter()) {
            throw new UserMistakeException("This node may not " + act + ", since it is no inviter: ask an inviter, or "
                    + "the node that founded the run to make this one an inviter");
        }
        if (revocations.isRevoked(device.peer())) {
            throw new UserMistakeException("This node may not " + act + ", since it was revoked");
        }
        if (now.isAfter(chain.ends())) {
            throw new UserMistakeException("This node may not " + act + ", since its own certificate has ended: "
                    + "it is renewed by the node that founded the run");
        }
    }

    private DeviceKey requireKey(String act) {
        return key.orElseThrow(() -> new UserMistakeException("This node may not " + act
                + ", since it has no key of the run's authority: allowed is the node that founded the run"));
    }

    private PublicKey requireAdmissible(PublicKey device) {
        PeerId peer = DeviceKey.peerOf(device);
        if (revocations.isRevoked(peer)) {
            throw new IllegalArgumentException("The key of " + peer + " was revoked");
        }
        return device;
    }

    /** Tells nothing of the keys. */
    @Override
    public String toString() {
        return "RunAuthority[" + chain.peer() + (hasKey() ? ", authority" : isInviter() ? ", inviter" : "") + "]";
    }
}
