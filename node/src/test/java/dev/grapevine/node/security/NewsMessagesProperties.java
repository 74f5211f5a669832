package dev.grapevine.node.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import dev.grapevine.node.words.Address;

class NewsMessagesProperties {

    private static final SmallRun RUN = new SmallRun(1);
    private static final DeviceKey ALICE = SmallRun.key(11);
    private static final DeviceKey BOB = SmallRun.key(12);
    private static final CertificateChain CHAIN = RUN.member(ALICE);

    private static MemberEntry entry(long incarnation, Instant expires) {
        return MemberEntry.of(new SelfDescription(ALICE.publicBytes(), "alice", incarnation,
                List.of(new Address("192.0.2.7", 7001)), expires), ALICE, CHAIN);
    }

    private static List<byte[]> messages() {
        return List.of(new NewsMessages.Member(entry(7, SmallRun.NOW).encode()).encode(),
                new NewsMessages.Revoked(RUN.founder.revocations().missing()).encode(),
                new NewsMessages.Known(RUN.founder.revocations().known(), List.of(3L, -1L, 5L)).encode(),
                new NewsMessages.NewCertificates(CHAIN).encode());
    }

    @Example
    void newsReadBackTheSame() {
        assertThat(messages()).allSatisfy(bytes -> assertThat(NewsMessages.read(bytes).encode()).isEqualTo(bytes));
        NewsMessages.Known known = (NewsMessages.Known) NewsMessages.read(messages().get(2));
        assertThat(known.members()).isEqualTo(Set.of(3L, -1L, 5L));
    }

    @Property(tries = 500)
    void damagedNewsAreReadOrMalformed(@ForAll long seed) {
        Random random = new Random(seed);
        List<byte[]> good = messages();
        Hostile.assertReadOrMalformed(
                () -> NewsMessages.read(Hostile.damage(good.get(random.nextInt(good.size())), random)));
    }

    @Property(tries = 300)
    void damagedMemberIsEmpty(@ForAll long seed) {
        byte[] good = entry(7, SmallRun.NOW).encode();
        byte[] damaged = Hostile.damage(good, new Random(seed));
        if (!Arrays.equals(good, damaged)) {
            MemberEntry.read(damaged).ifPresent(read -> assertThat(read.chain().leadsTo(RUN.founder.certificate()))
                    .as("whoever damages certificates has none of this run").isFalse());
        }
    }

    @Example
    void certificatesOfAnotherDeviceAreNone() {
        MemberEntry mixed = new MemberEntry(entry(7, SmallRun.NOW).description(), entry(7, SmallRun.NOW).signed(),
                RUN.member(BOB));
        assertThat(MemberEntry.read(mixed.encode())).isEmpty();
        assertThat(MemberEntry.read(entry(7, SmallRun.NOW).encode())).contains(entry(7, SmallRun.NOW));
    }

    @Example
    void laterLifeIsNewerAndOfOneLifeWhatHoldsLonger() {
        MemberEntry present = entry(7, SmallRun.NOW);
        assertThat(entry(8, SmallRun.NOW.minusSeconds(9)).isNewerThan(present)).isTrue();
        assertThat(entry(7, SmallRun.NOW.plusSeconds(1)).isNewerThan(present)).isTrue();
        assertThat(entry(7, SmallRun.NOW).isNewerThan(present)).isFalse();
        assertThat(entry(6, SmallRun.NOW.plusSeconds(9)).isNewerThan(present)).isFalse();
    }
}
