package dev.grapevine.node.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

class CertificatesTest {

    private static final Instant NOW = SmallRun.NOW;
    private static final int SIGNS_CERTIFICATES = 5;
    private static final Duration DAY = Duration.ofDays(1);
    private static final DeviceKey AUTHORITY = SmallRun.key(1);
    private static final DeviceKey INVITER = SmallRun.key(2);
    private static final DeviceKey DEVICE = SmallRun.key(3);

    private final SeededRandom random = new SeededRandom(9);
    private final X509Certificate authority = Certificates.authority(AUTHORITY.keyPair(), "my, run=1", NOW);
    private final X509Certificate inviter = Certificates.inviter(authority, AUTHORITY.privateKey(), INVITER.publicKey(),
            NOW, random);
    private final X509Certificate member = Certificates.member(inviter, INVITER.privateKey(), DEVICE.publicKey(), NOW,
            random);

    @Test
    void namesAreTheRunAndThePeers() {
        assertThat(authority.getSubjectX500Principal().getName()).isEqualTo("CN=my\\, run\\=1");
        assertThat(inviter.getIssuerX500Principal()).isEqualTo(authority.getSubjectX500Principal());
        assertThat(inviter.getSubjectX500Principal().getName()).isEqualTo("CN=" + INVITER.peer());
        assertThat(member.getSubjectX500Principal().getName()).isEqualTo("CN=" + DEVICE.peer());
    }

    @Test
    void certificatesBeginADayEarlier() {
        for (X509Certificate one : List.of(authority, inviter, member, Certificates.selfSigned(DEVICE, NOW))) {
            assertThat(one.getNotBefore().toInstant()).isEqualTo(NOW.minus(DAY));
        }
        assertThat(member.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(30)));
        assertThat(inviter.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(365)));
        assertThat(authority.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(7300)));
    }

    @Test
    void memberEndsWithItsIssuer() {
        Instant late = NOW.plus(Duration.ofDays(350));
        X509Certificate last = Certificates.member(inviter, INVITER.privateKey(), DEVICE.publicKey(), late, random);
        assertThat(last.getNotAfter()).isEqualTo(inviter.getNotAfter());
    }

    @Test
    void rightsGetFewerAlongTheChain() {
        assertThat(authority.getBasicConstraints()).isEqualTo(1);
        assertThat(inviter.getBasicConstraints()).isZero();
        assertThat(member.getBasicConstraints()).isEqualTo(-1);
        assertThat(Certificates.selfSigned(DEVICE, NOW).getBasicConstraints()).isEqualTo(-1);
        assertThat(member.getKeyUsage()[SIGNS_CERTIFICATES]).isFalse();
        assertThat(inviter.getKeyUsage()[SIGNS_CERTIFICATES]).isTrue();
    }

    @Test
    void renewalIsDueOnTheTenthDay() {
        Instant tenth = NOW.plus(Duration.ofDays(10));
        assertThat(Certificates.isRenewalDue(member, tenth.minusSeconds(1))).isFalse();
        assertThat(Certificates.isRenewalDue(member, tenth)).isTrue();
    }

    @Test
    void serialNumbersAreRandom() {
        X509Certificate other = Certificates.member(inviter, INVITER.privateKey(), DEVICE.publicKey(), NOW, random);
        assertThat(other.getSerialNumber()).isNotEqualTo(member.getSerialNumber()).isPositive();
        assertThat(member.getSerialNumber().bitLength()).isBetween(90, 128);
    }

    @Test
    void clockOf1970StillMakesACertificate() throws Exception {
        X509Certificate early = Certificates.selfSigned(DEVICE, Instant.EPOCH);
        early.verify(DEVICE.publicKey());
        assertThat(early.getSerialNumber()).isPositive();
        assertThat(CertificateBytes.parse(CertificateBytes.der(early))).isEqualTo(early);
    }

    @Test
    void runNamesAreBounded() {
        for (String name : List.of("", " ", "x".repeat(65))) {
            assertThatThrownBy(() -> Certificates.authority(AUTHORITY.keyPair(), name, NOW))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
