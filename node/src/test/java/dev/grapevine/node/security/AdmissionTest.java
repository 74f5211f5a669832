package dev.grapevine.node.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.grapevine.node.security.Admission.Admitted;
import dev.grapevine.node.security.Admission.Decision;
import dev.grapevine.node.security.Admission.Reason;
import dev.grapevine.node.security.Admission.Refused;
import dev.grapevine.node.security.Admission.Role;

class AdmissionTest {

    private static final Instant NOW = SmallRun.NOW;
    private static final DeviceKey DEVICE = SmallRun.key(21);
    private static final DeviceKey INVITER = SmallRun.key(22);
    private static final DeviceKey OTHER = SmallRun.key(23);

    private final SmallRun run = new SmallRun(1);
    private final SeededRandom random = new SeededRandom(2);
    private final Acquaintances acquaintances = new Acquaintances();
    private final Admission admission = run.admission(acquaintances);
    private final List<X509Certificate> member = run.member(DEVICE).certificates();

    private static Admitted admitted(DeviceKey key, Role role) {
        return new Admitted(key.peer(), role, Optional.empty());
    }

    private void assertRefused(Decision decision, Reason reason, String... parts) {
        assertThat(decision).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.sentence()).doesNotContain("\n");
            for (String part : parts) {
                assertThat(refused.sentence()).contains(part);
            }
        });
    }

    private static Instant days(int days) {
        return NOW.plus(Duration.ofDays(days));
    }

    @Test
    void memberIsLetIn() {
        assertThat(admission.judge(member, NOW)).isEqualTo(admitted(DEVICE, Role.MEMBER));
    }

    @Test
    void inviterAndItsMembersAreLetIn() {
        RunAuthority inviter = run.inviter(INVITER);
        assertThat(admission.judge(inviter.chain().certificates(), NOW)).isEqualTo(admitted(INVITER, Role.INVITER));
        assertThat(admission.judge(inviter.admit(OTHER.publicBytes(), NOW, random).certificates(), NOW))
                .isEqualTo(admitted(OTHER, Role.MEMBER));
    }

    @Test
    void strangersAreRefused() {
        assertRefused(admission.judge(List.of(Certificates.selfSigned(DEVICE, NOW)), NOW), Reason.STRANGER,
                "The peer " + DEVICE.peer() + " is a stranger");
        assertRefused(admission.judge(new SmallRun(2).member(DEVICE).certificates(), NOW), Reason.STRANGER);
        assertRefused(admission.judge(member.subList(0, 1), NOW), Reason.STRANGER);
    }

    @Test
    void anotherAuthorityOfTheSameNameIsAStranger() {
        X509Certificate twin = Certificates.authority(OTHER.keyPair(), "run 1", NOW);
        X509Certificate inviter = Certificates.inviter(twin, OTHER.privateKey(), DEVICE.publicKey(), NOW, random);
        assertRefused(admission.judge(List.of(inviter), NOW), Reason.STRANGER);
    }

    @Test
    void memberCannotLetAnybodyIn() {
        X509Certificate forged = Certificates.member(member.getFirst(), DEVICE.privateKey(), OTHER.publicKey(), NOW,
                random);
        assertRefused(admission.judge(List.of(forged, member.getFirst()), NOW), Reason.MALFORMED);
        assertRefused(admission.judge(List.of(forged, member.getFirst(), member.getLast()), NOW), Reason.MALFORMED,
                "3 certificates");
    }

    @Test
    void inviterCannotMakeAnInviter() {
        RunAuthority inviter = run.inviter(INVITER);
        X509Certificate forged = Certificates.inviter(inviter.chain().leaf(), INVITER.privateKey(), OTHER.publicKey(),
                NOW, random);
        assertRefused(admission.judge(List.of(forged, inviter.chain().leaf()), NOW), Reason.MALFORMED,
                "it gives a member the rights of an inviter");
        assertRefused(admission.judge(List.of(forged), NOW), Reason.STRANGER);
    }

    @Test
    void inviterCannotProlongItself() {
        RunAuthority inviter = run.inviter(INVITER);
        X509Certificate longer = Certificates.inviter(Certificates.authority(INVITER.keyPair(),
                INVITER.peer().text(), NOW), INVITER.privateKey(), INVITER.publicKey(), NOW, random);
        assertRefused(admission.judge(List.of(longer, inviter.chain().leaf()), NOW), Reason.MALFORMED);
    }

    @Test
    void nameOfAnotherKeyIsMalformed() {
        X509Certificate named = Certificates.authority(DEVICE.keyPair(), OTHER.peer().text(), NOW);
        assertRefused(admission.judge(List.of(named), NOW), Reason.MALFORMED,
                "the certificate of the key " + DEVICE.peer() + " has another name");
        assertRefused(admission.judge(List.of(), NOW), Reason.MALFORMED);
    }

    @Test
    void expiredPeerIsRefusedUnlessItWasMet() {
        assertThat(admission.judge(member, days(30))).isEqualTo(admitted(DEVICE, Role.MEMBER));
        assertRefused(admission.judge(member, days(33)), Reason.EXPIRED, "ended 3 days ago", "never met before");
        acquaintances.met(DEVICE.peer(), NOW);
        assertThat(admission.judge(member, days(33))).isEqualTo(new Admitted(DEVICE.peer(), Role.MEMBER,
                Optional.of("The peer " + DEVICE.peer() + ": its certificate ended 3 days ago; it is let in because it "
                        + "was met before, and has to renew the certificate")));
    }

    @Test
    void graceEndsAfterThirtyDays() {
        acquaintances.met(DEVICE.peer(), NOW);
        assertThat(admission.judge(member, days(60))).isInstanceOf(Admitted.class);
        assertRefused(admission.judge(member, days(60).plusSeconds(1)), Reason.EXPIRED,
                "more than the 30 days of grace");
    }

    @Test
    void certificateThatHasNotBegunIsAWarning() {
        assertThat(admission.judge(member, days(-5))).isInstanceOfSatisfying(Admitted.class,
                let -> assertThat(let.warning().orElseThrow()).contains("begins in 4 days", "clock"));
    }

    @Test
    void revokedPeerIsRefused() {
        acquaintances.met(DEVICE.peer(), NOW);
        run.founder.revoke(DEVICE.peer(), NOW);
        assertRefused(admission.judge(member, NOW), Reason.REVOKED,
                "The peer " + DEVICE.peer() + " was revoked on 2026-03-01 by the run's authority");
        assertRefused(admission.judge(member, days(33)), Reason.REVOKED);
    }

    @Test
    void branchOfARevokedInviterIsRefused() {
        RunAuthority inviter = run.inviter(INVITER);
        List<X509Certificate> branch = inviter.admit(OTHER.publicBytes(), NOW, random).certificates();
        run.founder.revoke(INVITER.peer(), NOW);
        assertRefused(admission.judge(inviter.chain().certificates(), NOW), Reason.REVOKED);
        assertRefused(admission.judge(branch, NOW), Reason.REVOKED, "was let in by the inviter " + INVITER.peer(),
                "together with everything that it let in");
        assertThat(admission.judge(member, NOW)).isInstanceOf(Admitted.class);
    }
}
