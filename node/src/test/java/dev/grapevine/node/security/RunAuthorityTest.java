package dev.grapevine.node.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.Sentences;

class RunAuthorityTest {

    private static final Instant NOW = SmallRun.NOW;
    private static final DeviceKey DEVICE = SmallRun.key(31);
    private static final DeviceKey INVITER = SmallRun.key(32);
    private static final DeviceKey OTHER = SmallRun.key(33);

    private final SmallRun run = new SmallRun(1);
    private final SeededRandom random = new SeededRandom(2);
    private final RunAuthority inviter = run.inviter(INVITER);
    private final RunAuthority member = new RunAuthority(DEVICE, Optional.empty(), run.founder.certificate(),
            run.member(DEVICE), new Revocations(run.founder.certificate()));

    @Test
    void founderIsTheFirstInviter() {
        RunAuthority founder = RunAuthority.found(DEVICE, "run", NOW, random);
        assertThat(founder.hasKey()).isTrue();
        assertThat(founder.isInviter()).isTrue();
        assertThat(founder.chain().peer()).isEqualTo(DEVICE.peer());
        assertThat(founder.chain().leadsTo(founder.certificate())).isTrue();
        assertThat(founder.certificate().getPublicKey()).isNotEqualTo(DEVICE.publicKey());
    }

    @Test
    void inviterLetsDevicesIn() {
        CertificateChain chain = inviter.admit(OTHER.publicBytes(), NOW, random);
        assertThat(chain.peer()).isEqualTo(OTHER.peer());
        assertThat(chain.inviter()).contains(INVITER.peer());
        assertThat(chain.isInviter()).isFalse();
        assertThat(chain.leadsTo(run.founder.certificate())).isTrue();
    }

    @Test
    void memberMayNeitherInviteNorRevoke() {
        Sentences.assertMistake(() -> member.admit(OTHER.publicBytes(), NOW, random),
                "This node may not let devices in, since it is no inviter: ask an inviter, or the node that founded the "
                        + "run to make this one an inviter");
        Sentences.assertMistakeAbout(() -> member.revoke(OTHER.peer(), NOW), "This node may not revoke", "no inviter");
    }

    @Test
    void inviterMayNotMakeInviters() {
        Sentences.assertMistake(() -> inviter.grantInviter(OTHER.publicKey(), NOW, random),
                "This node may not make a device an inviter, since it has no key of the run's authority: allowed is the "
                        + "node that founded the run");
    }

    @Test
    void expiredOrRevokedInviterMayNothing() {
        Instant late = NOW.plus(Duration.ofDays(366));
        Sentences.assertMistakeAbout(() -> inviter.admit(OTHER.publicBytes(), late, random), "has ended");
        inviter.revocations().add(run.founder.revoke(INVITER.peer(), NOW), NOW);
        Sentences.assertMistakeAbout(() -> inviter.admit(OTHER.publicBytes(), NOW, random), "since it was revoked");
        Sentences.assertMistakeAbout(() -> inviter.revoke(OTHER.peer(), NOW), "since it was revoked");
    }

    @Test
    void revokedDeviceIsNotLetInAgain() {
        run.founder.revoke(OTHER.peer(), NOW);
        assertThatThrownBy(() -> run.founder.admit(OTHER.publicBytes(), NOW, random))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("was revoked");
        assertThatThrownBy(() -> run.founder.grantInviter(OTHER.publicKey(), NOW, random))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> run.founder.admit(new byte[31], NOW, random))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void revocationIsHeardByOthers() {
        assertThat(inviter.revoke(OTHER.peer(), NOW).by()).isEqualTo(INVITER.peer());
        assertThat(run.founder.revocations().merge(inviter.revocations().missing(), NOW).added()).isEqualTo(1);
        assertThat(run.founder.revocations().isRevoked(OTHER.peer())).isTrue();
        assertThat(run.founder.revoke(DEVICE.peer(), NOW).by())
                .isEqualTo(DeviceKey.peerOf(run.founder.certificate().getPublicKey()));
    }

    @Test
    void onlyOtherKeysAreRevoked() {
        Sentences.assertMistakeAbout(() -> run.founder.revoke(run.founderKey.peer(), NOW), "is this node itself");
        Sentences.assertMistake(() -> run.founder.revoke(new PeerId("alice"), NOW),
                "The peer 'alice' has no key: allowed are identities of 26 letters");
    }

    @Test
    void renewalKeepsTheRights() {
        Instant later = NOW.plus(Duration.ofDays(20));
        CertificateChain renewed = inviter.renew(member.chain(), later, random);
        assertThat(renewed.peer()).isEqualTo(DEVICE.peer());
        assertThat(renewed.ends()).isEqualTo(later.plus(Certificates.MEMBER_LIFE));
        member.replaceChain(renewed);
        assertThat(member.chain()).isSameAs(renewed);
        assertThat(run.founder.renew(inviter.chain(), later, random).isInviter()).isTrue();
        Sentences.assertMistakeAbout(() -> inviter.renew(inviter.chain(), later, random),
                "no key of the run's authority");
    }

    @Test
    void chainsOfOthersAreNotTaken() {
        assertThatThrownBy(() -> member.replaceChain(inviter.chain())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> member.replaceChain(new SmallRun(2).member(DEVICE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textForPeopleTellsNothingSecret() {
        assertThat(run.founder).hasToString("RunAuthority[" + run.founderKey.peer() + ", authority]");
        assertThat(inviter).hasToString("RunAuthority[" + INVITER.peer() + ", inviter]");
        assertThat(member).hasToString("RunAuthority[" + DEVICE.peer() + "]");
    }
}
