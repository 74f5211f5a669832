package dev.grapevine.gossip.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.peers.Incarnations.News;
import dev.grapevine.gossip.snapshot.Saved;

class PeersTest {

    private static final PeerId ANNA = new PeerId("anna");
    private static final PeerId BERT = new PeerId("bert");
    private static final PeerId CARL = new PeerId("carl");

    @ParameterizedTest
    @ValueSource(strings = {"a", "node-1", "Node_2.local", "0", "...", "-"})
    void identitiesAreLettersDigitsDotsDashesAndUnderscores(String text) {
        assertThat(new PeerId(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "ä", "a\n", "a/b", "<script>", "a\0",
            "12345678901234567890123456789012345678901234567890123456789012345"})
    void otherTextsAreNotIdentities(String text) {
        assertThatThrownBy(() -> new PeerId(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is no peer identity: allowed are 1 to 64 letters, digits, dots, dashes and"
                        + " underscores");
    }

    @Test
    void identitiesAreOrderedByTheirTexts() {
        assertThat(ANNA).isLessThan(BERT).isEqualByComparingTo(new PeerId("anna")).isEqualTo(new PeerId("anna"));
        List<PeerId> peers = new ArrayList<>(List.of(CARL, ANNA, BERT));
        Collections.sort(peers);
        assertThat(peers).containsExactly(ANNA, BERT, CARL);
    }

    @Test
    void livePeersAreKeptInOrder() {
        LivePeers live = livePeers(CARL, ANNA, BERT, ANNA);
        assertThat(live.all()).containsExactly(ANNA, BERT, CARL);
        assertThat(live.count()).isEqualTo(3);
        live.remove(BERT);
        live.remove(new PeerId("nobody"));
        assertThat(live.contains(BERT)).isFalse();
        assertThat(live.contains(CARL)).isTrue();
        assertThat(live.all()).containsExactly(ANNA, CARL);
    }

    @Test
    void eligiblePeersAreChosenWithEqualProbability() {
        LivePeers live = livePeers(ANNA, BERT, CARL, new PeerId("dora"));
        RandomStream random = new RandomStream(1);
        int draws = 30_000;
        Map<PeerId, Integer> counts = new TreeMap<>();
        for (int i = 0; i < draws; i++) {
            counts.merge(live.choose(random, peer -> !peer.equals(BERT)).orElseThrow(), 1, Integer::sum);
        }
        assertThat(counts.keySet()).doesNotContain(BERT).hasSize(3);
        double sigma = Math.sqrt(draws / 3.0 * 2 / 3);
        assertThat(counts.values()).allMatch(count -> Math.abs(count - draws / 3.0) < 4 * sigma);
    }

    @Test
    void choiceDoesNotDependOnTheOrderOfArrival() {
        LivePeers one = livePeers(ANNA, BERT, CARL);
        LivePeers other = livePeers(CARL, BERT, ANNA);
        RandomStream random = new RandomStream(2);
        RandomStream same = new RandomStream(2);
        for (int i = 0; i < 100; i++) {
            assertThat(one.choose(random, peer -> true)).isEqualTo(other.choose(same, peer -> true));
        }
    }

    @Test
    void nobodyIsChosenIfNobodyIsEligible() {
        assertThat(livePeers().choose(new RandomStream(1), peer -> true)).isEmpty();
        assertThat(livePeers(ANNA).choose(new RandomStream(1), peer -> false)).isEmpty();
    }

    @Test
    void incarnationIsCurrentUntilALaterOneIsKnown() {
        Incarnations incarnations = new Incarnations();
        assertThat(incarnations.of(ANNA)).isEqualTo(Incarnations.UNKNOWN);
        assertThat(incarnations.observe(ANNA, 3)).isEqualTo(News.CURRENT);
        assertThat(incarnations.observe(ANNA, 3)).isEqualTo(News.CURRENT);
        assertThat(incarnations.observe(ANNA, 2)).isEqualTo(News.DEAD);
        assertThat(incarnations.of(ANNA)).isEqualTo(3);
        assertThat(incarnations.observe(ANNA, 4)).isEqualTo(News.REBORN);
        assertThat(incarnations.observe(ANNA, 3)).isEqualTo(News.DEAD);
        assertThat(incarnations.observe(ANNA, 4)).isEqualTo(News.CURRENT);
        assertThat(incarnations.observe(BERT, 1)).isEqualTo(News.CURRENT);
        Incarnations restored = new Incarnations();
        restored.restore(Saved.by(incarnations::save));
        assertThat(restored.of(ANNA)).isEqualTo(4);
        assertThat(restored.observe(BERT, 1)).isEqualTo(News.CURRENT);
    }

    @Test
    void buriedIncarnationIsDeadAndALaterOneIsCurrent() {
        Incarnations incarnations = new Incarnations();
        incarnations.bury(ANNA);
        assertThat(incarnations.observe(ANNA, 3)).as("nobody was there to bury").isEqualTo(News.CURRENT);
        incarnations.bury(ANNA);
        assertThat(incarnations.observe(ANNA, 3)).isEqualTo(News.DEAD);
        Incarnations restored = new Incarnations();
        restored.restore(Saved.by(incarnations::save));
        assertThat(restored.observe(ANNA, 3)).isEqualTo(News.DEAD);
        assertThat(restored.observe(ANNA, 4)).as("what there was has ended already").isEqualTo(News.CURRENT);
        assertThat(restored.observe(ANNA, 4)).isEqualTo(News.CURRENT);
    }

    private static LivePeers livePeers(PeerId... peers) {
        LivePeers live = new LivePeers();
        for (PeerId peer : peers) {
            live.add(peer);
        }
        return live;
    }

    @Test
    void incarnationsAreUnique() {
        long first = Incarnations.above(Incarnations.UNKNOWN, -1);
        assertThat(Incarnations.count(first)).isEqualTo(1);
        assertThat(first).as("of a folder that is numbered from 1 on").isGreaterThan(1_000_000);
        assertThat(Incarnations.above(first, 0)).isGreaterThan(first);
        assertThat(Incarnations.count(Incarnations.above(first, -1))).isEqualTo(2);
        assertThat(Incarnations.above(first, 7)).as("from a copy").isNotEqualTo(Incarnations.above(first, 8));
    }
}
