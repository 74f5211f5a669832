package dev.grapevine.node.security;

import static dev.grapevine.node.security.Revocations.Outcome.ADDED;
import static dev.grapevine.node.security.Revocations.Outcome.FULL;
import static dev.grapevine.node.security.Revocations.Outcome.KNOWN;
import static dev.grapevine.node.security.Revocations.Outcome.UNAUTHORISED;
import static dev.grapevine.node.security.Revocations.Outcome.VOID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import dev.grapevine.gossip.peers.PeerId;

class RevocationsProperties {

    private static final Instant NOW = SmallRun.NOW;
    private static final SmallRun RUN = new SmallRun(1);
    private static final List<DeviceKey> INVITERS = List.of(SmallRun.key(11), SmallRun.key(12));
    private static final List<RunAuthority> PARTS = INVITERS.stream().map(RUN::inviter).toList();
    private static final DeviceKey VICTIM = SmallRun.key(13);
    private static final List<Revocation> POOL = pool();

    private static Revocations none() {
        return new Revocations(RUN.founder.certificate());
    }

    private static Revocation byInviter(int inviter, PeerId peer, Instant when) {
        return Revocation.sign(peer, when, INVITERS.get(inviter), PARTS.get(inviter).chain().certificates());
    }

    private static PeerId peer(int number) {
        return DeviceKey.peerOf(Digests.sha256(new byte[]{(byte) (number >> 8), (byte) number}));
    }

    /** By all authors, about peers and about each other, some twice. */
    private static List<Revocation> pool() {
        List<Revocation> pool = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Instant when = NOW.plusSeconds(i % 3);
            pool.add(byInviter(0, peer(i), when));
            pool.add(byInviter(1, peer(i), when));
            pool.add(byInviter(1, peer(i), when.plusSeconds(1)));
            pool.add(Revocation.sign(peer(i / 2), when, RUN.authorityKey, List.of()));
        }
        pool.add(byInviter(0, INVITERS.get(1).peer(), NOW));
        pool.add(byInviter(1, INVITERS.get(0).peer(), NOW));
        pool.add(Revocation.sign(INVITERS.get(1).peer(), NOW, RUN.authorityKey, List.of()));
        return pool;
    }

    @Property(tries = 40)
    void nodesAgreeAfterAnExchange(@ForAll long seed) {
        Random random = new Random(seed);
        Revocations one = none();
        Revocations other = none();
        POOL.forEach(statement -> (random.nextBoolean() ? one : other).add(statement, NOW));
        other.merge(one.missing(other.known(), Revocations.MAX_BATCH_BYTES), NOW);
        one.merge(other.missing(one.known(), Revocations.MAX_BATCH_BYTES), NOW);
        assertThat(one.encode()).isEqualTo(other.encode());
    }

    @Property(tries = 40)
    void orderDecidesNothing(@ForAll long seed) {
        List<Revocation> order = new ArrayList<>(POOL);
        Collections.shuffle(order, new Random(seed));
        Revocations shuffled = none();
        order.forEach(statement -> shuffled.add(statement, NOW));
        Revocations straight = none();
        POOL.forEach(statement -> straight.add(statement, NOW));
        assertThat(shuffled.encode()).isEqualTo(straight.encode());
        assertThat(Revocations.decode(shuffled.encode(), RUN.founder.certificate()).encode())
                .isEqualTo(shuffled.encode());
    }

    @Example
    void onlyTheAuthorityAndInvitersRevoke() {
        DeviceKey member = SmallRun.key(14);
        List<Revocation> forged = List.of(Revocation.sign(VICTIM.peer(), NOW, member, List.of()),
                Revocation.sign(VICTIM.peer(), NOW, member, RUN.member(member).certificates().subList(0, 1)),
                Revocation.sign(VICTIM.peer(), NOW, member, PARTS.getFirst().chain().certificates()),
                Revocation.sign(VICTIM.peer(), NOW, member, List.of(Certificates.selfSigned(member, NOW))),
                Revocation.sign(VICTIM.peer(), NOW, member,
                        List.of(Certificates.member(RUN.founder.certificate(), RUN.authorityKey.privateKey(),
                                member.publicKey(), NOW, new SeededRandom(4)))),
                Revocation.sign(VICTIM.peer(), NOW, member, new SmallRun(3).inviter(member).chain().certificates()),
                byInviter(0, VICTIM.peer(), NOW.plus(Duration.ofDays(366))),
                byInviter(0, VICTIM.peer(), NOW.minus(Duration.ofDays(2))));
        Revocations revocations = none();
        for (Revocation statement : forged) {
            assertThat(revocations.add(statement, NOW)).isEqualTo(UNAUTHORISED);
        }
        assertThat(revocations.isRevoked(VICTIM.peer())).isFalse();
        assertThat(revocations.add(byInviter(0, VICTIM.peer(), NOW), NOW)).isEqualTo(ADDED);
        assertThat(revocations.add(byInviter(0, VICTIM.peer(), NOW), NOW)).isEqualTo(KNOWN);
        assertThat(revocations.of(VICTIM.peer())).hasValueSatisfying(
                statement -> assertThat(statement.by()).isEqualTo(INVITERS.getFirst().peer()));
    }

    @Example
    void laterStatementOfAnAuthorReplacesItsEarlierOne() {
        Revocations revocations = none();
        assertThat(revocations.add(byInviter(0, VICTIM.peer(), NOW), NOW)).isEqualTo(ADDED);
        assertThat(revocations.add(byInviter(0, VICTIM.peer(), NOW.plusSeconds(1)), NOW)).isEqualTo(ADDED);
        assertThat(revocations.add(byInviter(0, VICTIM.peer(), NOW), NOW)).isEqualTo(KNOWN);
        assertThat(revocations.size()).isEqualTo(1);
        assertThat(revocations.of(VICTIM.peer())).hasValueSatisfying(
                statement -> assertThat(statement.when()).isEqualTo(NOW.plusSeconds(1)));
    }

    @Example
    void inviterRevokedByTheAuthorityHasNoVoice() {
        Revocations revocations = none();
        revocations.add(byInviter(0, VICTIM.peer(), NOW), NOW);
        revocations.add(byInviter(1, INVITERS.getFirst().peer(), NOW), NOW);
        assertThat(revocations.isRevoked(VICTIM.peer())).as("one inviter does not silence another").isTrue();
        revocations.add(Revocation.sign(INVITERS.getFirst().peer(), NOW, RUN.authorityKey, List.of()), NOW);
        assertThat(revocations.isRevoked(VICTIM.peer())).isFalse();
        assertThat(revocations.add(byInviter(0, VICTIM.peer(), NOW), NOW)).isEqualTo(VOID);
    }

    @Example
    void noInviterTakesAllTheRoom() {
        Revocations revocations = none();
        for (int i = 0; i < Revocations.MAX_STATEMENTS_BY_INVITER; i++) {
            assertThat(revocations.add(byInviter(0, peer(i), NOW), NOW)).isEqualTo(ADDED);
        }
        assertThat(revocations.add(byInviter(0, peer(999), NOW), NOW)).isEqualTo(FULL);
        assertThat(revocations.add(byInviter(1, peer(999), NOW), NOW)).isEqualTo(ADDED);
    }

    @Example
    void oldStatementsGiveWayOnlyWhenNobodyNeedsThem() {
        Revocations revocations = none();
        for (int i = 0; i < Revocations.MAX_STATEMENTS; i++) {
            revocations.add(Revocation.sign(peer(i), NOW, RUN.authorityKey, List.of()), NOW);
        }
        assertThat(revocations.encode()).hasSizeLessThanOrEqualTo(Revocations.MAX_BYTES);
        Instant needed = NOW.plus(Revocations.KEPT);
        assertThat(revocations.add(Revocation.sign(peer(5000), needed, RUN.authorityKey, List.of()), needed))
                .isEqualTo(FULL);
        assertThat(revocations.isRevoked(peer(0))).isTrue();
        Instant later = needed.plusSeconds(1);
        assertThat(revocations.add(Revocation.sign(peer(5000), later, RUN.authorityKey, List.of()), later))
                .isEqualTo(ADDED);
        assertThat(revocations.size()).isEqualTo(1);
        assertThat(revocations.add(Revocation.sign(peer(0), NOW, RUN.authorityKey, List.of()), later)).isEqualTo(VOID);
    }

    @Example
    void statementsOutliveCertificatesAndGrace() {
        assertThat(Revocations.KEPT).isGreaterThan(Certificates.INVITER_LIFE.plus(Admission.GRACE));
    }

    @Example
    void largeSetsTravelInBatches() {
        Revocations full = none();
        IntStream.range(0, 500).forEach(
                i -> full.add(Revocation.sign(peer(i), NOW, RUN.authorityKey, List.of()), NOW));
        full.add(byInviter(0, VICTIM.peer(), NOW.minusSeconds(1)), NOW);
        assertThat(full.known()).hasSizeLessThanOrEqualTo(Revocations.MAX_KNOWN_BYTES);
        Revocations empty = none();
        for (int i = 0; empty.size() < full.size(); i++) {
            byte[] batch = full.missing(empty.known(), Revocations.MAX_BATCH_BYTES);
            assertThat(batch).hasSizeLessThanOrEqualTo(Revocations.MAX_BATCH_BYTES);
            assertThat(empty.isRevoked(VICTIM.peer())).as("those of the authority come first").isFalse();
            assertThat(empty.merge(batch, NOW).added()).isPositive();
        }
        assertThat(empty.encode()).isEqualTo(full.encode());
        assertThatThrownBy(() -> none().merge(new byte[Revocations.MAX_BATCH_BYTES + 1], NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void forgedStatementsAreCounted() {
        Revocations liar = new Revocations(new SmallRun(3).founder.certificate());
        liar.add(Revocation.sign(VICTIM.peer(), NOW, new SmallRun(3).authorityKey, List.of()), NOW);
        assertThat(none().merge(liar.missing(), NOW)).isEqualTo(new Revocations.Merged(0, 1));
        assertThatThrownBy(() -> Revocations.decode(liar.encode(), RUN.founder.certificate()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 500)
    void statementReadsBackAndDamageIsTold(@ForAll long seed) {
        Random random = new Random(seed);
        Revocation statement = POOL.get(random.nextInt(POOL.size()));
        assertThat(Revocation.read(statement.signed())).contains(statement);
        byte[] damaged = Hostile.damage(statement.signed(), random);
        if (!Arrays.equals(damaged, statement.signed())) {
            assertThat(Revocation.read(damaged)).isEmpty();
        }
    }

    @Property(tries = 200)
    void damagedBatchesAreTakenOrMalformed(@ForAll long seed) {
        Random random = new Random(seed);
        Revocations full = none();
        POOL.forEach(statement -> full.add(statement, NOW));
        Hostile.assertReadOrMalformed(() -> none().merge(Hostile.damage(full.missing(), random), NOW));
        Hostile.assertReadOrMalformed(() -> full.missing(Hostile.damage(full.known(), random), 9999));
        Hostile.assertReadOrMalformed(() -> assertThat(Revocations.decode(Hostile.damage(full.encode(), random),
                RUN.founder.certificate()).encode()).isEqualTo(full.encode()));
    }
}
