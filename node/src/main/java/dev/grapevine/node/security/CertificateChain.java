package dev.grapevine.node.security;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.grapevine.gossip.peers.PeerId;

/**
 * The certificates of one device, from its own towards the authority's, which is not among them. An inviter has one, a
 * member its own and its inviter's. The form is sound; whether it leads to an authority is another question. Thread-safe.
 */
public final class CertificateChain {

    private static final int MAX_CERTIFICATES = 2;
    private static final int NO_AUTHORITY = -1;

    private final List<X509Certificate> certificates;
    private final List<PeerId> peers;
    private final Instant begins;
    private final Instant ends;

    private CertificateChain(List<X509Certificate> certificates) {
        this.certificates = List.copyOf(certificates);
        this.peers = certificates.stream().map(CertificateChain::subject).toList();
        this.begins = certificates.stream().map(c -> c.getNotBefore().toInstant()).max(Instant::compareTo)
                .orElseThrow();
        this.ends = certificates.stream().map(c -> c.getNotAfter().toInstant()).min(Instant::compareTo).orElseThrow();
    }

    /**
     * @throws IllegalArgumentException if the number of certificates is not 1 or 2, a name is not that of its key, a member
     *                                  claims to issue certificates, or there is no time when all are valid
     */
    public static CertificateChain of(List<X509Certificate> certificates) {
        if (certificates.isEmpty() || certificates.size() > MAX_CERTIFICATES) {
            throw new IllegalArgumentException("it has " + certificates.size() + " certificates");
        }
        CertificateChain chain = new CertificateChain(certificates);
        if (certificates.size() == MAX_CERTIFICATES
                && (chain.isInviter() || certificates.getLast().getBasicConstraints() == NO_AUTHORITY)) {
            throw new IllegalArgumentException("it gives a member the rights of an inviter, or the other way round");
        }
        if (chain.begins.isAfter(chain.ends)) {
            throw new IllegalArgumentException("one certificate begins after the other has ended");
        }
        return chain;
    }

    /**
     * The peer of a certificate, which has to be named after it. Without this rule, an inviter could name a second key
     * like itself and have it taken for an inviter, too.
     */
    private static PeerId subject(X509Certificate certificate) {
        PeerId peer = DeviceKey.peerOf(certificate.getPublicKey());
        if (!certificate.getSubjectX500Principal().getName().equals("CN=" + peer)) {
            throw new IllegalArgumentException("the certificate of the key " + peer + " has another name");
        }
        return peer;
    }

    public List<X509Certificate> certificates() {
        return certificates;
    }

    /** The device's own certificate. */
    public X509Certificate leaf() {
        return certificates.getFirst();
    }

    public PeerId peer() {
        return peers.getFirst();
    }

    /** The inviter that let the device in; empty if the authority did. */
    public Optional<PeerId> inviter() {
        return peers.size() == 1 ? Optional.empty() : Optional.of(peers.getLast());
    }

    /** Whether the device may let others in. */
    public boolean isInviter() {
        return leaf().getBasicConstraints() != NO_AUTHORITY;
    }

    /** The time from which on all certificates are valid. */
    public Instant begins() {
        return begins;
    }

    /** The last moment when all certificates are valid. */
    public Instant ends() {
        return ends;
    }

    public boolean isValid(Instant now) {
        return !now.isBefore(begins) && !now.isAfter(ends);
    }

    /** Whether the authority has issued it, by PKIX (RFC 5280), at a moment when all certificates are valid. */
    public boolean leadsTo(X509Certificate authority) {
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(begins));
            CertPathValidator.getInstance("PKIX").validate(
                    CertificateFactory.getInstance("X.509").generateCertPath(certificates), parameters);
            return true;
        } catch (CertPathValidatorException e) {
            return false;
        } catch (InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("PKIX does not take its own parameters", e);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
