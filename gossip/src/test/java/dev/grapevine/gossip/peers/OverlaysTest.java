package dev.grapevine.gossip.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.topology.Topology;
import dev.grapevine.gossip.peers.PeerChoice.Turn;
import dev.grapevine.gossip.snapshot.Saved;

import org.junit.jupiter.params.provider.CsvSource;

/** The peers that nodes with the same view choose. */
class OverlaysTest {

    private static final long STABLE = 1_000;
    private final RandomStream random = new RandomStream(1);

    private static PeerId node(int number) {
        return new PeerId("node-" + number);
    }

    private static List<PeerId> nodes(int count) {
        return IntStream.range(0, count).mapToObj(OverlaysTest::node).toList();
    }

    private static View view(int self, int count) {
        return view(self, nodes(count));
    }

    private static View view(int self, List<PeerId> live) {
        return new View(node(self), without(live, self));
    }

    private static List<PeerId> without(List<PeerId> peers, int self) {
        return peers.stream().filter(peer -> !peer.equals(node(self))).sorted().toList();
    }

    private List<PeerId> choose(String overlay, View view, Turn turn) {
        return Overlays.byName(overlay).choice().choose(view, turn, peer -> true, random);
    }

    private static Turn stable(long number) {
        return new Turn(number, STABLE, 1);
    }

    @Test
    void peersAreNumberedInNaturalOrder() {
        assertThat(view(3, 12).live()).isEqualTo(nodes(12));
        List<String> texts = List.of("", "0", "00", "1", "7a", "07a", "7a0", "10", "9", "a", "a-1", "a-02", "a-2",
                "a-10", "a1b2", "a1b10", "A1", "_", "a.b", "99999999999999999999999", "100000000000000000000000");
        List<PeerId> peers = new ArrayList<>(
                texts.stream().filter(text -> !text.isEmpty()).map(PeerId::new).toList());
        for (PeerId one : peers) {
            for (PeerId other : peers) {
                int forth = PeerOrder.NATURAL.compare(one, other);
                assertThat(Integer.signum(forth)).isEqualTo(-Integer.signum(PeerOrder.NATURAL.compare(other, one)));
                assertThat(forth == 0).isEqualTo(one.equals(other));
                for (PeerId third : peers) {
                    if (forth < 0 && PeerOrder.NATURAL.compare(other, third) < 0) {
                        assertThat(PeerOrder.NATURAL.compare(one, third)).isNegative();
                    }
                }
            }
        }
        peers.sort(PeerOrder.NATURAL);
        assertThat(peers.stream().map(PeerId::text)).containsSubsequence("1", "9", "10", "99999999999999999999999",
                "100000000000000000000000", "a", "a-1", "a-02", "a-2", "a-10", "a1b2", "a1b10");
    }

    @Test
    void graphContainsEveryLinkOfTheOverlay() {
        for (String overlay : List.of("ring", "regular:4", "exponential", "base:1", "base:2")) {
            Topology graph = Overlays.byName(overlay).graph(11).orElseThrow();
            for (int self = 0; self < 11; self++) {
                Set<PeerId> joined = graph.links(self, 0).stream().map(link -> node(link.neighbour()))
                        .collect(Collectors.toSet());
                Set<PeerId> met = new HashSet<>();
                for (int turn = 0; turn < 200; turn++) {
                    met.addAll(choose(overlay, view(self, 11), stable(turn)));
                }
                assertThat(joined).as("%s of %s", overlay, self).containsAll(met).hasSizeLessThan(10);
            }
        }
        assertThat(Overlays.byName("random").graph(11)).isEmpty();
    }

    @Test
    void neighboursInAFixedGraphAreMutual() {
        for (String overlay : List.of("ring", "regular:3", "regular:4", "edges:0-1,3-2,2-0,11-4")) {
            for (int self = 0; self < 12; self++) {
                for (PeerId neighbour : Overlays.byName(overlay).choice().neighbours(view(self, 12))) {
                    int number = nodes(12).indexOf(neighbour);
                    assertThat(Overlays.byName(overlay).choice().neighbours(view(number, 12))).contains(node(self));
                }
            }
        }
        assertThat(Overlays.byName("ring").choice().neighbours(view(0, 12))).containsExactly(node(1), node(11));
        assertThat(Overlays.byName("edges:0-1,3-2,2-0").choice().neighbours(view(0, 12))).containsExactly(node(1),
                node(2));
        assertThat(Overlays.byName("edges:0-1").choice().neighbours(view(7, 12))).isEmpty();
    }

    @Test
    void onlyFixedGraphsHaveNeighbours() {
        for (String overlay : List.of("random", "complementary", "exponential", "base:2")) {
            assertThat(Overlays.byName(overlay).choice().neighbours(view(0, 12))).isEmpty();
        }
    }

    @Test
    void ringClosesWithoutANodeAndGivenEdgesDoNot() {
        List<PeerId> live = nodes(6).stream().filter(peer -> !peer.equals(node(2))).toList();
        View view = view(3, live);
        assertThat(Overlays.byName("ring").choice().neighbours(view)).containsExactly(node(1), node(4));
        assertThat(Overlays.byName("edges:2-3,3-4,4-5").choice().neighbours(view))
                .as("numbers stay, and the dead is no peer")
                .containsExactly(node(4));
    }

    @Test
    void newPeerDoesNotChangeGivenEdges() {
        PeerChoice edges = Overlays.byName("edges:0-1,1-2,2-3").choice();
        List<PeerId> some = new ArrayList<>(List.of(node(0), node(2), new PeerId("a"), new PeerId("3fa9c0b12")));
        assertThat(edges.neighbours(new View(node(1), some))).containsExactly(node(0), node(2));
        // Other nodes have seen other peers, and some with smaller names have come.
        some.addFirst(new PeerId("0-newcomer"));
        some.add(node(3));
        assertThat(edges.neighbours(new View(node(1), some))).containsExactly(node(0), node(2));
        assertThat(edges.neighbours(new View(node(2), List.of(node(1))))).containsExactly(node(1));
        assertThat(edges.neighbours(new View(new PeerId("a"), some))).as("its name says no number").isEmpty();
        assertThat(edges.whyAlone(node(1))).isEmpty();
        assertThat(edges.whyAlone(node(7))).isPresent();
        assertThat(edges.whyAlone(new PeerId("a"))).get().asString().contains("a has no neighbours");
        assertThat(Overlays.byName("ring").choice().whyAlone(new PeerId("a"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"node-12,12", "n0,0", "dc1.host12,12", "7,7", "a_07,7", "anna,", "3fa9c0b12,", "n1234567,", "node-1a,"})
    void namesContainNumbers(String name, Integer number) {
        assertThat(NameNumber.of(new PeerId(name)))
                .isEqualTo(number == null ? OptionalInt.empty() : OptionalInt.of(number));
    }

    @Test
    void fixedGraphChoosesNeighboursOnly() {
        List<PeerId> chosen = new ArrayList<>();
        for (int turn = 0; turn < 50; turn++) {
            chosen.addAll(choose("ring", view(5, 12), new Turn(turn, turn, 1)));
        }
        assertThat(chosen).hasSize(50).contains(node(4), node(6)).containsOnly(node(4), node(6));
        assertThat(choose("ring", view(5, 12), new Turn(1, 1, 3))).containsExactlyInAnyOrder(node(4), node(6));
        assertThat(
                Overlays.byName("ring").choice().choose(view(5, 12), new Turn(1, 1, 2), peer -> !peer.equals(node(4)),
                        random))
                .containsExactly(node(6));
    }

    @Test
    void uniformChoiceDrawsOtherPeersOnce() {
        for (int turn = 0; turn < 50; turn++) {
            assertThat(choose("random", view(5, 12), new Turn(turn, 0, 4))).hasSize(4).doesNotHaveDuplicates()
                    .doesNotContain(node(5));
        }
        assertThat(choose("random", view(0, 3), new Turn(1, 0, 9))).containsExactlyInAnyOrder(node(1), node(2));
        assertThat(choose("random", view(0, 1), new Turn(1, 0, 1))).isEmpty();
    }

    @Test
    void exponentialScheduleDoublesItsSteps() {
        List<PeerId> chosen = new ArrayList<>();
        for (int turn = 0; turn < 5; turn++) {
            chosen.addAll(choose("exponential", view(10, 12), stable(turn)));
        }
        assertThat(chosen).containsExactly(node(11), node(0), node(2), node(6), node(11));
    }

    @Test
    void eachPairOfABaseGraphMeetsOnce() {
        for (String overlay : List.of("base:1", "base:3")) {
            int started = 0;
            for (int turn = 0; turn < 12; turn++) {
                List<String> pairs = new ArrayList<>();
                for (int self = 0; self < 11; self++) {
                    for (PeerId peer : choose(overlay, view(self, 11), stable(turn))) {
                        int other = nodes(11).indexOf(peer);
                        pairs.add(Math.min(self, other) + "-" + Math.max(self, other));
                    }
                }
                assertThat(pairs).doesNotHaveDuplicates();
                started += pairs.size();
            }
            assertThat(started).isPositive();
        }
    }

    /** A neighbour's sending does not spare one that only sends its own. */
    @Test
    void bothOfAPairOfABaseGraphSend_whereNobodyAnswers() {
        for (int turn = 0; turn < 12; turn++) {
            List<String> sent = new ArrayList<>();
            for (int self = 0; self < 11; self++) {
                int number = self;
                choose("base:2", View.oneWay(node(self), without(nodes(11), self)), stable(turn))
                        .forEach(peer -> sent.add(number + "-" + nodes(11).indexOf(peer)));
            }
            assertThat(sent).allMatch(pair -> sent.contains(
                    pair.substring(pair.indexOf('-') + 1) + "-" + pair.substring(0, pair.indexOf('-'))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exponential", "base:1"})
    void scheduleWaitsForAStableView(String overlay) {
        List<PeerId> chosen = new ArrayList<>();
        for (int turn = 0; turn < 100; turn++) {
            chosen.addAll(choose(overlay, view(10, 12), new Turn(3, 3, 1)));
        }
        assertThat(chosen.stream().distinct()).as("any of them").hasSize(11);
    }

    @Test
    void stableTurnsCountWhileTheViewIsTheSame() {
        LivePeers live = new LivePeers();
        TurnCounter turns = new TurnCounter();
        live.add(node(1));
        assertThat(turns.next(live.view(node(0)), 7, 1)).isEqualTo(new Turn(7, 0, 1));
        assertThat(turns.next(live.view(node(0)), 8, 2)).isEqualTo(new Turn(8, 1, 2));
        live.add(node(1));
        assertThat(turns.next(live.view(node(0)), 30, 2)).as("nothing new").isEqualTo(new Turn(9, 2, 2));
        live.add(node(2));
        TurnCounter restored = new TurnCounter();
        restored.restore(Saved.by(out -> turns.save(out, live.view(node(0)))), live.view(node(0)));
        assertThat(restored.next(live.view(node(0)), 9, 2)).isEqualTo(turns.next(live.view(node(0)), 9, 2))
                .isEqualTo(new Turn(10, 0, 2));
        live.remove(node(2));
        assertThat(turns.next(live.view(node(0)), 9, 2)).isEqualTo(new Turn(11, 0, 2));
        assertThat(live.known()).containsExactly(node(1), node(2));
    }

    @Test
    void givenEdgesHaveALeastNumberOfNodes() {
        assertThat(Overlays.byName("edges:0-1,7-2").leastNodes()).isEqualTo(8);
        assertThat(Overlays.byName("ring").leastNodes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "star", "ring:3", "ring:", "regular", "regular:1", "regular:65", "regular:x", "base:",
            "base:0", "base:65", "base:-1", "exponential:2", "edges:", "edges:1", "edges:1-1", "edges:1-2,",
            "edges:1-2;3-4", "edges:-1-2", "random:2", "complementary:2"})
    void otherOverlaysAreRefused(String text) {
        assertThatThrownBy(() -> Overlays.byName(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
