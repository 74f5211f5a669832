package dev.grapevine.node.transport;

import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;

import dev.grapevine.node.security.Admission;
import dev.grapevine.node.security.RunAccess;

/**
 * The credentials of a member: it shows the certificates that its run gave it, and lets in other members of the run that
 * are not revoked. Thread-safe.
 *
 * @param access  the run, as this member knows it
 * @param warning receives sentences for users, on any thread
 */
public record MemberCredentials(RunAccess access, Consumer<String> warning) implements MutualTls.Credentials {

    @Override
    public PrivateKey key() {
        return access.device().privateKey();
    }

    @Override
    public List<X509Certificate> memberChain() {
        return access.chain().certificates();
    }

    @Override
    public X509Certificate selfSigned() {
        return access.selfSigned();
    }

    @Override
    public void admitMember(List<X509Certificate> chain) throws CertificateException {
        if (access.judge(chain) instanceof Admission.Refused refused) {
            throw new CertificateException(refused.sentence());
        }
    }

    @Override
    public void met(List<X509Certificate> chain) {
        if (access.judge(chain) instanceof Admission.Admitted admitted) {
            access.met(admitted);
            admitted.warning().ifPresent(warning);
        }
    }
}
