package dev.grapevine.node.security;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A run with a founder, and keys from seeds. */
final class SmallRun {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final SeededRandom random;
    final DeviceKey founderKey;
    final DeviceKey authorityKey;
    final RunAuthority founder;

    SmallRun(long seed) {
        random = new SeededRandom(seed);
        founderKey = DeviceKey.create(random);
        authorityKey = DeviceKey.create(random);
        X509Certificate certificate = Certificates.authority(authorityKey.keyPair(), "run " + seed, NOW);
        founder = new RunAuthority(founderKey, Optional.of(authorityKey), certificate, CertificateChain.of(List.of(
                Certificates.inviter(certificate, authorityKey.privateKey(), founderKey.publicKey(), NOW, random))),
                new Revocations(certificate));
    }

    static DeviceKey key(long seed) {
        return DeviceKey.create(new SeededRandom(seed));
    }

    CertificateChain member(DeviceKey device) {
        return founder.admit(device.publicBytes(), NOW, random);
    }

    /** The part of a device that was made an inviter, with revocations of its own. */
    RunAuthority inviter(DeviceKey device) {
        return new RunAuthority(device, Optional.empty(), founder.certificate(),
                founder.grantInviter(device.publicKey(), NOW, random), new Revocations(founder.certificate()));
    }

    Admission admission(Acquaintances acquaintances) {
        return new Admission(founder.certificate(), founder.revocations(), acquaintances);
    }

    Revocation byAuthority(long peer, Instant when) {
        return Revocation.sign(key(peer).peer(), when, authorityKey, List.of());
    }
}
