package dev.grapevine.node.security;

import static dev.grapevine.node.security.Invitations.Verdict.ADMITTED;
import static dev.grapevine.node.security.Invitations.Verdict.CLOSED;
import static dev.grapevine.node.security.Invitations.Verdict.EXPIRED;
import static dev.grapevine.node.security.Invitations.Verdict.UNKNOWN;
import static dev.grapevine.node.security.Invitations.Verdict.USED;
import static dev.grapevine.node.security.Invitations.Verdict.WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;

import dev.grapevine.node.Sentences;
import dev.grapevine.node.words.Address;

class InvitationsProperties {

    private static final Instant NOW = SmallRun.NOW;
    private static final Address ADDRESS = new Address("192.0.2.7", 7117);
    private static final DeviceKey INVITER = SmallRun.key(1);
    private static final byte[] DEVICE = SmallRun.key(2).publicBytes();
    private static final byte[] OTHER = SmallRun.key(3).publicBytes();
    private static final byte[] CHANNEL = new byte[InvitationCode.EXPORTER_BYTES];

    private final SeededRandom random = new SeededRandom(7);
    private Invitations invitations;
    private InvitationCode code;

    @BeforeTry
    void issueOne() {
        invitations = new Invitations();
        code = issue(NOW);
    }

    private InvitationCode issue(Instant now) {
        return invitations.issue(ADDRESS, INVITER, now, random);
    }

    private Invitations.Verdict ask(byte[] device, Instant now) {
        return invitations.check(code.id(), code.proof(CHANNEL, device), CHANNEL, device, now);
    }

    private Invitations.Verdict askWrongly() {
        return invitations.check(code.id(), new byte[InvitationCode.PROOF_BYTES], CHANNEL, DEVICE, NOW);
    }

    private void restart() {
        invitations = Invitations.decode(invitations.encode());
    }

    @Example
    void codeLetsOneDeviceIn() {
        assertThat(ask(DEVICE, NOW)).isEqualTo(ADMITTED);
        assertThat(ask(OTHER, NOW)).isEqualTo(USED);
        assertThat(ask(DEVICE, NOW.plusSeconds(60))).as("its answer was lost").isEqualTo(ADMITTED);
        restart();
        assertThat(ask(OTHER, NOW)).isEqualTo(USED);
        assertThat(ask(DEVICE, NOW)).isEqualTo(ADMITTED);
        assertThat(invitations.open(NOW)).isZero();
    }

    @Example
    void codeLivesAnHour() {
        assertThat(ask(DEVICE, NOW.plus(Duration.ofMinutes(60)))).isEqualTo(EXPIRED);
        assertThat(invitations.open(NOW.plus(Duration.ofMinutes(60)))).isZero();
        assertThat(ask(DEVICE, NOW.plus(Duration.ofMinutes(60)).minusMillis(1))).isEqualTo(ADMITTED);
        assertThat(ask(DEVICE, NOW.plus(Duration.ofMinutes(60)))).as("the same device, too late").isEqualTo(EXPIRED);
    }

    @Example
    void fiveWrongProofsCloseTheCode() {
        for (int i = 0; i < Invitations.MAX_WRONG_PROOFS; i++) {
            assertThat(askWrongly()).isEqualTo(WRONG);
            restart();
        }
        assertThat(ask(DEVICE, NOW)).isEqualTo(CLOSED);
        assertThat(invitations.open(NOW)).isZero();
    }

    @Example
    void fourWrongProofsDoNot() {
        for (int i = 0; i < Invitations.MAX_WRONG_PROOFS - 1; i++) {
            askWrongly();
        }
        assertThat(ask(DEVICE, NOW)).isEqualTo(ADMITTED);
    }

    @Example
    void proofIsForOneChannelAndDevice() {
        byte[] channel = CHANNEL.clone();
        channel[31]++;
        assertThat(invitations.check(code.id(), code.proof(CHANNEL, DEVICE), channel, DEVICE, NOW)).isEqualTo(WRONG);
        assertThat(invitations.check(code.id(), code.proof(CHANNEL, DEVICE), CHANNEL, OTHER, NOW)).isEqualTo(WRONG);
    }

    @Example
    void unknownCodesCountNowhere() {
        for (int i = 0; i < 99; i++) {
            assertThat(invitations.check(new byte[InvitationCode.ID_BYTES], code.proof(CHANNEL, DEVICE), CHANNEL,
                    DEVICE, NOW)).isEqualTo(UNKNOWN);
        }
        assertThat(invitations.check(new byte[0], new byte[0], CHANNEL, DEVICE, NOW)).isEqualTo(UNKNOWN);
        assertThat(ask(DEVICE, NOW)).isEqualTo(ADMITTED);
    }

    @Example
    void noMoreThan64AreOpen() {
        for (int i = 1; i < Invitations.MAX_OPEN; i++) {
            issue(NOW);
        }
        assertThat(invitations.open(NOW)).isEqualTo(Invitations.MAX_OPEN);
        Sentences.assertMistake(() -> issue(NOW), "64 invitations are open, which is as many as a node keeps: allowed "
                + "is another one after one was used or an hour has passed");
        ask(DEVICE, NOW);
        issue(NOW);
        assertThat(ask(DEVICE, NOW)).as("it gave way").isEqualTo(UNKNOWN);
        issue(NOW.plus(Invitations.LIFE));
        restart();
    }

    @Property
    void invitationsSurviveARestart(@ForAll @IntRange(max = 40) int issued, @ForAll long seed) {
        Random acts = new Random(seed);
        for (int i = 0; i < issued; i++) {
            code = issue(NOW.plusSeconds(acts.nextInt(9999)));
            if (acts.nextBoolean()) {
                askWrongly();
            }
            if (acts.nextBoolean()) {
                ask(DEVICE, NOW);
            }
        }
        byte[] bytes = invitations.encode();
        assertThat(bytes).hasSizeLessThanOrEqualTo(Invitations.MAX_BYTES);
        assertThat(Invitations.decode(bytes).encode()).isEqualTo(bytes);
        Hostile.assertReadOrMalformed(() -> assertThat(Invitations.decode(Hostile.damage(bytes, acts)).encode())
                .isEqualTo(bytes));
    }

    @Property
    void uncheckedBytesAreReadOrMalformed(@ForAll long seed) {
        // With a right checksum, as if another program had written them.
        byte[] rest = CheckedBytes.unwrap("GRPVINV1", invitations.encode());
        byte[] damaged = CheckedBytes.wrap("GRPVINV1", Hostile.damage(rest, new Random(seed)));
        Hostile.assertReadOrMalformed(() -> Invitations.decode(damaged));
    }

    @Example
    void textForPeopleTellsNothing() {
        assertThat(invitations).hasToString("Invitations[1]");
    }
}
