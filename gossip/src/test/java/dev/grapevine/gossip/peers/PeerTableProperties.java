package dev.grapevine.gossip.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A table of peers holds what a sorted map holds. */
class PeerTableProperties {

    /** Puts a value, or removes the peer if it is negative. */
    record Change(PeerId peer, int value) {}

    @Provide
    Arbitrary<PeerId> peers() {
        // Few letters, so that many agree in their first eight.
        return Arbitraries.strings().withChars("a0-Z").ofMinLength(1).ofMaxLength(10).map(PeerId::new);
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        return Arbitraries.oneOf(peers(), Arbitraries.integers().between(0, 20).map(i -> new PeerId("equal-" + i)))
                .flatMap(peer -> Arbitraries.integers().between(-3, 5).map(value -> new Change(peer, value)))
                .list().ofMaxSize(80);
    }

    @Property(tries = 500)
    void tableEqualsASortedMap(@ForAll("changes") List<Change> changes) {
        PeerTable<Integer> table = new PeerTable<>();
        Map<PeerId, Integer> map = new TreeMap<>();
        for (Change change : changes) {
            assertThat(table.get(change.peer)).isEqualTo(map.get(change.peer));
            if (change.value < 0) {
                assertThat(table.remove(change.peer)).isEqualTo(map.remove(change.peer));
            } else {
                table.put(change.peer, change.value);
                map.put(change.peer, change.value);
            }
            assertThat(table.get(change.peer)).isEqualTo(map.get(change.peer));
            assertThat(table.size()).isEqualTo(map.size());
        }
        List<Map.Entry<PeerId, Integer>> shown = new ArrayList<>();
        table.forEach((peer, value) -> shown.add(Map.entry(peer, value)));
        assertThat(shown).containsExactlyElementsOf(map.entrySet());
        assertThat(table.count(value -> value > 2))
                .isEqualTo((int) map.values().stream().filter(value -> value > 2).count());
    }

    @Provide
    Arbitrary<PeerId[]> pairs() {
        return Combinators.combine(peers(), peers()).as((one, other) -> new PeerId[]{one, other});
    }

    @Property
    void peersAreInTheOrderOfTheirTexts(@ForAll("pairs") PeerId[] pair) {
        assertThat(Integer.signum(pair[0].compareTo(pair[1])))
                .isEqualTo(Integer.signum(pair[0].text().compareTo(pair[1].text())));
        assertThat(pair[0].equals(pair[1])).isEqualTo(pair[0].text().equals(pair[1].text()));
    }
}
