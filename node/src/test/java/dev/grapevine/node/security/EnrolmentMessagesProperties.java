package dev.grapevine.node.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import dev.grapevine.node.security.EnrolmentMessages.Admitted;
import dev.grapevine.node.security.EnrolmentMessages.Refusal;
import dev.grapevine.node.security.EnrolmentMessages.Refused;
import dev.grapevine.node.security.EnrolmentMessages.Renewal;
import dev.grapevine.node.security.EnrolmentMessages.Request;

class EnrolmentMessagesProperties {

    private static final SmallRun RUN = new SmallRun(1);
    private static final DeviceKey DEVICE = SmallRun.key(2);
    private static final List<X509Certificate> CHAIN = RUN.member(DEVICE).certificates();
    private static final X509Certificate AUTHORITY = RUN.founder.certificate();
    private static final Request REQUEST = new Request(new byte[8], new byte[32], DEVICE.publicBytes(), "alice");
    private static final Admitted ADMITTED = new Admitted(CHAIN, AUTHORITY, List.of(new byte[9], new byte[1024]),
            RUN.founder.revocations().missing(), 5);

    @Property
    void requestReadsBackTheSame(@ForAll @Size(value = 8) byte[] id, @ForAll @Size(value = 32) byte[] proof,
            @ForAll @Size(value = 32) byte[] key) {
        Request request = new Request(id, proof, key, "alice");
        assertThat(EnrolmentMessages.readQuestion(request.encode())).isEqualTo(request);
    }

    @Property(tries = 300)
    void admissionReadsBackTheSame(@ForAll @Size(max = 64) List<@Size(max = 900) byte[]> descriptions,
            @ForAll @Size(max = 999) byte[] revocations) {
        Admitted admitted = new Admitted(CHAIN, AUTHORITY, descriptions, revocations, revocations.length);
        assertThat(EnrolmentMessages.readAnswer(admitted.encode())).isEqualTo(admitted);
    }

    @Example
    void renewalAndRefusalsReadBackTheSame() {
        Renewal renewal = new Renewal(DEVICE.publicBytes(), CHAIN);
        assertThat(EnrolmentMessages.readQuestion(renewal.encode())).isEqualTo(renewal);
        Set<String> sentences = new HashSet<>();
        for (Refusal refusal : Refusal.values()) {
            Refused refused = new Refused(refusal);
            assertThat(EnrolmentMessages.readAnswer(refused.encode())).isEqualTo(refused);
            assertThat(sentences.add(refusal.sentence())).isTrue();
        }
    }

    @Property(tries = 3000)
    void damagedMessagesAreReadOrMalformed(@ForAll long seed, @ForAll @IntRange(max = 3) int kind) {
        byte[] good = switch (kind) {
            case 0 -> REQUEST.encode();
            case 1 -> new Renewal(DEVICE.publicBytes(), CHAIN).encode();
            case 2 -> ADMITTED.encode();
            default -> new Refused(Refusal.USED).encode();
        };
        byte[] damaged = Hostile.damage(good, new Random(seed));
        Hostile.assertReadOrMalformed(() -> assertThat(EnrolmentMessages.readQuestion(damaged).encode())
                .isEqualTo(damaged));
        Hostile.assertReadOrMalformed(() -> EnrolmentMessages.readAnswer(damaged));
    }

    @Example
    void refusalsOfLaterVersionsAreUnderstood() {
        assertThat(EnrolmentMessages.readAnswer(new byte[]{4, (byte) 200})).isEqualTo(new Refused(Refusal.OTHER));
    }

    @Example
    void boundsAreKept() {
        assertMalformed(() -> new Request(new byte[7], new byte[32], new byte[32], ""));
        assertMalformed(() -> new Request(new byte[8], new byte[31], new byte[32], ""));
        assertMalformed(() -> new Request(new byte[8], new byte[32], new byte[33], ""));
        assertMalformed(() -> new Request(new byte[8], new byte[32], new byte[32], "a b"));
        assertMalformed(() -> new Renewal(new byte[32], List.of()));
        assertMalformed(() -> new Renewal(new byte[32], Collections.nCopies(5, AUTHORITY)));
        assertMalformed(() -> new Admitted(CHAIN, AUTHORITY, Collections.nCopies(65, new byte[1]), new byte[0], 0));
        assertMalformed(() -> new Admitted(CHAIN, AUTHORITY, List.of(new byte[1025]), new byte[0], 0));
        assertMalformed(() -> new Admitted(CHAIN, AUTHORITY, Collections.nCopies(64, new byte[1024]), new byte[0],
                0));
        assertMalformed(() -> new Admitted(CHAIN, AUTHORITY, List.of(), new byte[Revocations.MAX_BATCH_BYTES + 1],
                0));
        assertMalformed(() -> new Admitted(CHAIN, AUTHORITY, List.of(), new byte[0], -1));
        assertMalformed(
                () -> new Admitted(CHAIN, AUTHORITY, List.of(), new byte[0], EnrolmentMessages.MAX_AWAITED + 1));
        assertMalformed(() -> EnrolmentMessages.readAnswer(new byte[EnrolmentMessages.MAX_BYTES + 1]));
    }

    private static void assertMalformed(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void descriptionsThatDoNotFitAreLeftOut() {
        List<byte[]> many = new ArrayList<>(Collections.nCopies(99, new byte[SelfDescription.MAX_BYTES]));
        Admitted fitting = Admitted.fitting(CHAIN, AUTHORITY, many, new byte[Revocations.MAX_BATCH_BYTES], 0);
        assertThat(fitting.descriptions()).hasSizeBetween(25, 32);
        assertThat(fitting.encode().length).isBetween(EnrolmentMessages.MAX_BYTES - 1026, EnrolmentMessages.MAX_BYTES);
        assertThat(Admitted.fitting(CHAIN, AUTHORITY, Collections.nCopies(99, new byte[9]), new byte[0], 0)
                .descriptions())
                .hasSize(EnrolmentMessages.MAX_DESCRIPTIONS);
    }

    @Example
    void everyVerdictButOneIsARefusal() {
        for (Invitations.Verdict verdict : Invitations.Verdict.values()) {
            if (verdict == Invitations.Verdict.ADMITTED) {
                assertMalformed(() -> Refusal.of(verdict));
            } else {
                assertThat(Refusal.of(verdict)).hasToString(verdict.name());
            }
        }
    }
}
