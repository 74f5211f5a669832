package dev.grapevine.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.security.MemberEntry;
import dev.grapevine.node.security.NewsMessages;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.security.SelfDescription;
import dev.grapevine.node.security.TestRun;
import dev.grapevine.node.words.Address;

class MemberNewsTest {

    @TempDir
    private Path folder;

    private final Map<PeerId, Node> nodes = new HashMap<>();
    private final Queue<Runnable> underWay = new ArrayDeque<>();
    private TestRun run;
    private Node anna;
    private Node bert;
    private Node carl;

    /** A node whose news go over links without loss. */
    private final class Node implements MemberNews.Host {

        private final RunAccess access;
        private final PeerId peer;
        private final MemberNews news;
        private final Set<PeerId> links = new HashSet<>();
        private final List<PeerId> learned = new ArrayList<>();
        private final List<PeerId> gone = new ArrayList<>();
        private final List<Long> ownLater = new ArrayList<>();
        private final List<String> notices = new ArrayList<>();
        private int told;

        Node(RunAccess access) {
            this.access = access;
            this.peer = access.device().peer();
            this.news = new MemberNews(access, this, notices::add);
            nodes.put(peer, this);
            news.describe(TestRun.entry(access, 1, 7001));
        }

        void meet(Node other) {
            links.add(other.peer);
            other.links.add(peer);
            news.compareWith(other.peer);
            other.news.compareWith(peer);
            happen();
        }

        @Override
        public void tell(PeerId to, byte[] bytes) {
            told++;
            underWay.add(() -> nodes.get(to).news.received(peer, bytes));
        }

        @Override
        public List<PeerId> connected() {
            return links.stream().sorted().toList();
        }

        @Override
        public void learned(MemberEntry member) {
            learned.add(member.description().peer());
        }

        @Override
        public void ownLater(SelfDescription later) {
            ownLater.add(later.incarnation());
        }

        @Override
        public void revoked(List<PeerId> peers) {
            gone.addAll(peers);
        }

        @Override
        public void foundNow() {
            notices.add("founds");
        }

        @Override
        public void diskFails(String file, IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private void happen() {
        for (Runnable next = underWay.poll(); next != null; next = underWay.poll()) {
            next.run();
        }
    }

    @BeforeEach
    void begin() {
        run = new TestRun(folder);
        anna = new Node(run.founder("anna"));
        bert = new Node(run.invited(anna.access, "bert"));
        carl = new Node(run.invited(anna.access, "carl"));
    }

    @Test
    void nodesLearnOfEachOtherThroughAThird() {
        anna.meet(bert);
        anna.meet(carl);
        assertThat(bert.learned).containsExactlyInAnyOrder(anna.peer, carl.peer);
        assertThat(carl.learned).containsExactlyInAnyOrder(anna.peer, bert.peer);
        int before = anna.told + bert.told + carl.told;
        anna.news.compareWith(bert.peer);
        happen();
        assertThat(anna.told + bert.told + carl.told).as("nobody repeats what all know").isEqualTo(before + 2);
    }

    @Test
    void newAddressReachesThoseWhoAreNotConnected() {
        anna.meet(bert);
        anna.meet(carl);
        run.setClock(TestRun.BEGIN.plusSeconds(5));
        bert.news.describe(TestRun.entry(bert.access, 1, 7002));
        happen();
        assertThat(carl.news.of(bert.peer).orElseThrow().description().addresses())
                .containsExactly(new Address("192.0.2.7", 7002));
    }

    @Test
    void revocationReachesEverybodyTheRevokedOneToo() throws IOException {
        anna.meet(bert);
        anna.meet(carl);
        anna.news.revoke(bert.peer);
        happen();
        assertThat(anna.gone).containsExactly(bert.peer);
        assertThat(carl.gone).containsExactly(bert.peer);
        assertThat(carl.notices).singleElement().asString().contains("takes no part any more");
        assertThat(bert.access.ownRefusal()).isPresent();
        assertThat(carl.news.of(bert.peer)).isEmpty();
        bert.news.describe(TestRun.entry(bert.access, 2, 7003));
        happen();
        assertThat(carl.news.of(bert.peer)).as("its words do not count any more").isEmpty();
    }

    @Test
    void whoWasAwayHearsOfRevocationsWhenItMeetsAnybody() throws IOException {
        anna.meet(bert);
        anna.news.revoke(carl.peer);
        happen();
        assertThat(carl.access.ownRefusal()).isEmpty();
        carl.meet(bert);
        assertThat(carl.access.ownRefusal()).isPresent();
    }

    @Test
    void strangersAreNotPassedOn() {
        anna.meet(bert);
        RunAccess stranger = new TestRun(folder.resolve("elsewhere")).founder("stranger");
        byte[] invented = new NewsMessages.Member(TestRun.entry(stranger, 1, 7009).encode()).encode();
        anna.news.received(bert.peer, invented);
        happen();
        assertThat(anna.news.of(stranger.device().peer())).isEmpty();
    }

    @Test
    void malformedNewsHaveNoEffect() {
        anna.meet(bert);
        int told = anna.told;
        anna.news.received(bert.peer, new byte[]{9});
        anna.news.received(bert.peer, new byte[0]);
        anna.news.received(bert.peer, new NewsMessages.Revoked(new byte[]{1, 2, 3}).encode());
        assertThat(anna.told).isEqualTo(told);
        assertThat(anna.news.members()).hasSize(1);
    }

    @Test
    void grantedCertificatesAreTaken() {
        anna.meet(bert);
        bert.news.received(anna.peer,
                new NewsMessages.NewCertificates(anna.access.grant(bert.access.device().publicBytes())).encode());
        assertThat(bert.access.isInviter()).isTrue();
    }

    @Test
    void onlyInvitersSayWhenTheRunIsFounded() {
        anna.meet(bert);
        bert.news.tellToFound();
        happen();
        assertThat(anna.notices).isEmpty();
        anna.news.tellToFound();
        happen();
        assertThat(bert.notices).containsExactly("founds");
    }

    @Test
    void deviceHearsOfALaterLifeUnderItsKey() {
        anna.meet(bert);
        anna.meet(carl);
        Node restored = new Node(run.again("bert"));
        restored.news.describe(TestRun.entry(restored.access, 9, 7002));
        anna.news.received(bert.peer, new NewsMessages.Member(restored.news.own().orElseThrow().encode()).encode());
        nodes.put(bert.peer, bert);
        happen();
        assertThat(bert.ownLater).as("from who knows both, when it says who it is").isEmpty();
        bert.news.compareWith(anna.peer);
        happen();
        assertThat(bert.ownLater).containsExactly(9L);
        assertThat(restored.ownLater).isEmpty();
    }

    @Test
    void wordsThatHaveExpiredAreNotTaken() {
        MemberEntry old = TestRun.entry(bert.access, 1, 7001);
        run.setClock(TestRun.BEGIN.plus(Duration.ofDays(1)));
        anna.news.received(carl.peer, new NewsMessages.Member(old.encode()).encode());
        assertThat(anna.news.of(bert.peer)).isEmpty();
    }
}
