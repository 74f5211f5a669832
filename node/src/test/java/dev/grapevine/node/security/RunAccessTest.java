package dev.grapevine.node.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.Sentences;
import dev.grapevine.node.words.Address;

class RunAccessTest {

    private static final Address HERE = new Address("192.0.2.7", 7001);
    private static final byte[] EXPORTER = new byte[InvitationCode.EXPORTER_BYTES];

    @TempDir
    private Path folder;

    private TestRun run;
    private RunAccess founder;

    @BeforeEach
    void found() {
        run = new TestRun(folder);
        founder = run.founder("founder");
    }

    private static EnrolmentMessages.Request request(InvitationCode code, DeviceKey key) {
        return new EnrolmentMessages.Request(code.id(), code.proof(EXPORTER, key.publicBytes()), key.publicBytes(), "");
    }

    private EnrolmentMessages.Answer ask(InvitationCode code, DeviceKey key) throws IOException {
        return founder.answer(request(code, key), EXPORTER, key.publicBytes(), List.of(), 0);
    }

    @Test
    void devicesOfARunLetEachOtherInAlsoAfterARestart() {
        RunAccess one = run.invited(founder, "one");
        RunAccess two = run.invited(founder, "two");
        assertThat(one.judge(two.chain().certificates())).isInstanceOf(Admission.Admitted.class);
        assertThat(run.again("two").judge(run.again("one").chain().certificates()))
                .isInstanceOf(Admission.Admitted.class);
        assertThat(new TestRun(folder.resolve("elsewhere")).founder("other").judge(one.chain().certificates()))
                .isInstanceOf(Admission.Refused.class);
    }

    @Test
    void useOfACodeSurvivesARestart() throws IOException {
        InvitationCode code = founder.invite(HERE);
        assertThat(ask(code, SmallRun.key(21))).isInstanceOf(EnrolmentMessages.Admitted.class);
        founder = run.again("founder");
        assertThat(ask(code, SmallRun.key(22)))
                .isEqualTo(new EnrolmentMessages.Refused(EnrolmentMessages.Refusal.USED));
        assertThat(ask(code, SmallRun.key(21))).as("the answer may have been lost")
                .isInstanceOf(EnrolmentMessages.Admitted.class);
    }

    @Test
    void proofOfAnotherKeyLetsNobodyIn() throws IOException {
        InvitationCode code = founder.invite(HERE);
        assertThat(
                founder.answer(request(code, SmallRun.key(21)), EXPORTER, SmallRun.key(22).publicBytes(), List.of(), 0))
                .isEqualTo(new EnrolmentMessages.Refused(EnrolmentMessages.Refusal.MALFORMED));
    }

    @Test
    void memberInvitesNobodyUntilItIsMadeAnInviter() throws IOException {
        RunAccess member = run.invited(founder, "member");
        Sentences.assertMistakeAbout(() -> {
            try {
                member.invite(HERE);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }, "This node may not invite", "identity grant");
        member.replace(founder.grant(member.device().publicBytes()));
        assertThat(run.again("member").isInviter()).isTrue();
        RunAccess third = run.invited(member, "third");
        assertThat(founder.judge(third.chain().certificates())).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void revokedDeviceKnowsThatItTakesNoPart() throws IOException {
        RunAccess member = run.invited(founder, "member");
        assertThat(member.ownRefusal()).isEmpty();
        byte[] known = member.knownRevocations();
        founder.revoke(member.device().peer());
        assertThat(member.merge(founder.missingRevocations(known))).isEqualTo(1);
        assertThat(member.merge(founder.missingRevocations(known))).as("no news").isZero();
        assertThat(run.again("member").ownRefusal().orElseThrow()).contains("takes no part", "was revoked");
        assertThat(founder.judge(member.chain().certificates())).isInstanceOf(Admission.Refused.class);
        assertThat(founder.answer(member.renewal(), EXPORTER, member.device().publicBytes(), List.of(), 0))
                .isEqualTo(new EnrolmentMessages.Refused(EnrolmentMessages.Refusal.REVOKED));
    }

    @Test
    void certificatesAreRenewedFromTheTenthDayOn() throws IOException {
        RunAccess member = run.invited(founder, "member");
        assertThat(member.isRenewalDue()).isFalse();
        run.setClock(TestRun.BEGIN.plus(Duration.ofDays(11)));
        assertThat(member.isRenewalDue()).isTrue();
        EnrolmentMessages.Admitted answer = (EnrolmentMessages.Admitted) founder.answer(member.renewal(), EXPORTER,
                member.device().publicBytes(), List.of(), 0);
        member.replace(CertificateChain.of(answer.chain()));
        assertThat(member.isRenewalDue()).isFalse();
        assertThat(run.again("member").chain().ends()).isAfter(TestRun.BEGIN.plus(Duration.ofDays(40)));
    }

    @Test
    void endOfACertificateAndOfItsGraceAreKnown() {
        RunAccess member = run.invited(founder, "member");
        Instant ends = member.chain().ends();
        run.setClock(ends);
        assertThat(member.hasEnded()).isFalse();
        run.setClock(ends.plusSeconds(1));
        assertThat(member.hasEnded()).isTrue();
        run.setClock(ends.plus(Admission.GRACE));
        assertThat(member.isBeyondGrace()).isFalse();
        run.setClock(ends.plus(Admission.GRACE).plusSeconds(1));
        assertThat(member.isBeyondGrace()).isTrue();
    }

    @Test
    void folderOfOneRunTakesNoCertificatesOfAnother() {
        RunAccess member = run.invited(founder, "member");
        RunAccess elsewhere = new TestRun(folder.resolve("elsewhere")).founder("other");
        Sentences.assertMistakeAbout(() -> run.invited(elsewhere, "member"), "The invitation is to another run",
                "in a new folder (--dir)");
        assertThat(run.again("member").chain().certificates()).isEqualTo(member.chain().certificates());
    }

    @Test
    void worseOrForeignCertificatesAreNotTaken() {
        RunAccess member = run.invited(founder, "member");
        CertificateChain present = member.chain();
        assertThatThrownBy(() -> member.replace(present)).isInstanceOf(IllegalArgumentException.class);
        RunAccess other = run.invited(founder, "other");
        assertThatThrownBy(() -> member.replace(founder.grant(other.device().publicBytes())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> founder.replace(other.chain())).isInstanceOf(IllegalArgumentException.class);
        assertThat(member.chain()).isEqualTo(present);
    }

    @Test
    void clockThatBeginsIn1970IsBridged() throws IOException {
        RunAccess member = run.invited(founder, "member");
        run.setClock(TestRun.BEGIN.plus(Duration.ofDays(3)));
        member.keep();
        run.setClock(Instant.EPOCH);
        RunAccess again = run.again("member");
        assertThat(again.now()).isEqualTo(TestRun.BEGIN.plus(Duration.ofDays(3)));
        assertThat(again.clockSentence().orElseThrow()).contains("behind");
        assertThat(again.judge(founder.chain().certificates())).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void invitersThatWereMetAreCounted() throws IOException {
        RunAccess member = run.invited(founder, "member");
        assertThat(founder.inviters()).isEqualTo(1);
        assertThat(founder.inviterSentence().orElseThrow()).contains("the only inviter that is known here");
        assertThat(member.inviters()).isZero();
        assertThat(member.inviterSentence().orElseThrow()).contains("has met no inviter");
        member.met((Admission.Admitted) member.judge(founder.chain().certificates()));
        assertThat(member.inviters()).isEqualTo(1);
        assertThat(member.inviterSentence().orElseThrow()).contains("One inviter only");
        RunAccess second = run.invited(founder, "second");
        second.replace(founder.grant(second.device().publicBytes()));
        member.met((Admission.Admitted) member.judge(second.chain().certificates()));
        assertThat(member.inviterSentence()).isEmpty();
        founder.met((Admission.Admitted) founder.judge(second.chain().certificates()));
        assertThat(founder.inviterSentence()).isEmpty();
    }

    @Test
    void deviceIsToldHowItStands() throws IOException {
        RunAccess member = run.invited(founder, "member");
        byte[] key = member.device().publicBytes();
        TestRun elsewhere = new TestRun(folder.resolve("elsewhere"));
        elsewhere.founder("with other keys");
        RunAccess other = elsewhere.founder("other");
        assertThat(founder.standing(List.of(), key)).isEqualTo(Greeting.Standing.STRANGER);
        assertThat(founder.standing(member.chain().certificates(), key)).isEqualTo(Greeting.Standing.ADMITTED);
        assertThat(founder.standing(member.chain().certificates(), SmallRun.key(99).publicBytes()))
                .as("certificates of another device").isEqualTo(Greeting.Standing.STRANGER);
        assertThat(other.standing(member.chain().certificates(), key)).isEqualTo(Greeting.Standing.OF_ANOTHER_RUN);
        founder.revoke(member.device().peer());
        assertThat(founder.standing(member.chain().certificates(), key)).isEqualTo(Greeting.Standing.REVOKED);
        assertThat(founder.authority()).isEqualTo(member.authority()).isNotEqualTo(other.authority());
    }

    @Test
    void certificateThatHasEndedIsTold() {
        RunAccess member = run.invited(founder, "member");
        run.setClock(TestRun.BEGIN.plus(Duration.ofDays(31)));
        assertThat(founder.standing(member.chain().certificates(), member.device().publicBytes()))
                .isEqualTo(Greeting.Standing.ENDED);
    }
}
