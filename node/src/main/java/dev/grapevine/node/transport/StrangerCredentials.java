package dev.grapevine.node.transport;

import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

import dev.grapevine.node.security.DeviceKey;

/**
 * The credentials of a device that takes part in no run yet: it shows its key to an inviter, and lets nobody in.
 * Thread-safe.
 *
 * @param selfSigned under the device's key
 */
public record StrangerCredentials(DeviceKey device, X509Certificate selfSigned) implements MutualTls.Credentials {

    @Override
    public PrivateKey key() {
        return device.privateKey();
    }

    @Override
    public List<X509Certificate> memberChain() {
        return List.of(selfSigned);
    }

    @Override
    public void admitMember(List<X509Certificate> chain) throws CertificateException {
        throw new CertificateException("This device takes part in no run yet");
    }

    @Override
    public void met(List<X509Certificate> chain) {
        throw new IllegalStateException("Nobody is let in");
    }
}
