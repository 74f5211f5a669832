package dev.grapevine.gossip.strategy.age;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.snapshot.Saved;
import dev.grapevine.gossip.strategy.age.LatestPushes.Novelty;

class LatestPushesProperties {

    private static final PeerId ANNA = new PeerId("anna");
    private static final PeerId BERT = new PeerId("bert");

    record Heard(long sequence, int block) {}

    @Provide
    Arbitrary<List<Heard>> heard() {
        return Combinators.combine(Arbitraries.longs().between(1, 6), Arbitraries.integers().between(0, 4))
                .as(Heard::new).list().ofMaxSize(40);
    }

    @Property
    void eachBlockOfTheLatestPushIsNewOnce(@ForAll("heard") List<Heard> all) {
        LatestPushes pushes = new LatestPushes();
        TreeSet<String> taken = new TreeSet<>();
        long latest = 0;
        for (Heard heard : all) {
            Novelty novelty = pushes.onBlock(ANNA, heard.sequence, heard.block);
            boolean isNew = heard.sequence >= latest && taken.add(heard.sequence + "/" + heard.block);
            assertThat(novelty != Novelty.OLD).isEqualTo(isNew);
            assertThat(novelty == Novelty.NEW_PUSH).isEqualTo(heard.sequence > latest);
            latest = Math.max(latest, heard.sequence);
        }
    }

    @Property
    void restoredPushesGoOn(@ForAll("heard") List<Heard> before, @ForAll("heard") List<Heard> after) {
        LatestPushes one = new LatestPushes();
        before.forEach(heard -> one.onBlock(ANNA, heard.sequence, heard.block));
        LatestPushes other = new LatestPushes();
        other.restore(Saved.by(one::save));
        for (Heard heard : after) {
            assertThat(other.onBlock(ANNA, heard.sequence, heard.block))
                    .isEqualTo(one.onBlock(ANNA, heard.sequence, heard.block));
        }
    }

    @Example
    void peersAreSeparateAndCanBeForgotten() {
        LatestPushes pushes = new LatestPushes();
        assertThat(pushes.onBlock(ANNA, 5, 0)).isEqualTo(Novelty.NEW_PUSH);
        assertThat(pushes.onBlock(BERT, 1, 0)).isEqualTo(Novelty.NEW_PUSH);
        assertThat(pushes.onBlock(ANNA, 4, 1)).isEqualTo(Novelty.OLD);
        pushes.forget(ANNA);
        assertThat(pushes.onBlock(ANNA, 1, 1)).isEqualTo(Novelty.NEW_PUSH);
        assertThat(pushes.onBlock(BERT, 1, 0)).isEqualTo(Novelty.OLD);
    }

    @Example
    void longestSilentPeerIsForgottenFirst() {
        LatestPushes pushes = new LatestPushes();
        for (int i = 0; i < LatestPushes.PEERS_MAX; i++) {
            pushes.onBlock(new PeerId("p" + i), 1, 0);
        }
        pushes.onBlock(new PeerId("p0"), 1, 1);
        pushes.onBlock(ANNA, 1, 0);
        assertThat(pushes.onBlock(new PeerId("p0"), 1, 0)).isEqualTo(Novelty.OLD);
        assertThat(pushes.onBlock(new PeerId("p1"), 1, 0)).isEqualTo(Novelty.NEW_PUSH);
    }
}
