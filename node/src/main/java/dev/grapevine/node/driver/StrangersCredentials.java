package dev.grapevine.node.driver;

import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.transport.MutualTls;

/**
 * What a device shows that takes part in no run yet: its key, to an inviter. It lets nobody in. Thread-safe.
 *
 * @param selfSigned under the device's key
 */
record StrangersCredentials(DeviceKey device, X509Certificate selfSigned) implements MutualTls.Credentials {

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
