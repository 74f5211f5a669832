package dev.grapevine.gossip.joining;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.peers.PeerId;

/** Islands that meet, and liars among them: a node's decision, whoever is asked when. */
class FoundedApartProperties {

    /** A decision of a node by the answers of others. */
    private interface Rule {
        Optional<String> change(String own, Map<PeerId, String> said);
    }

    private static Optional<String> asItIs(String own, Map<PeerId, String> said) {
        FoundedApart apart = new FoundedApart();
        said.forEach((peer, run) -> {
            apart.answered(peer, OptionalLong.of(run.hashCode()));
            apart.seen(run.hashCode(), Optional.of(run));
        });
        return apart.change(own, said.keySet()).map(FoundedApart.Change::run);
    }

    /**
     * Islands whose nodes go where the rule decides, one after the other in the seed's order. Returns the remaining
     * runs.
     */
    private static List<String> comeTogether(Rule rule, List<Integer> sizes, long seed) {
        Map<PeerId, String> runs = new TreeMap<>();
        for (int island = 0; island < sizes.size(); island++) {
            for (int node = 0; node < sizes.get(island); node++) {
                runs.put(new PeerId("n" + island + "-" + node), "run" + island);
            }
        }
        List<PeerId> nodes = List.copyOf(runs.keySet());
        RandomStream random = new RandomStream(seed);
        for (int step = 0; step < 40 * nodes.size() * nodes.size(); step++) {
            PeerId node = nodes.get(random.nextInt(nodes.size()));
            Map<PeerId, String> others = new TreeMap<>(runs);
            String own = others.remove(node);
            rule.change(own, others).ifPresent(run -> runs.put(node, run));
        }
        return runs.values().stream().distinct().toList();
    }

    /** The largest run; of two equal ones the older. */
    private static String largest(List<Integer> sizes) {
        return "run" + IntStream.range(0, sizes.size()).boxed()
                .max(Comparator.<Integer>comparingInt(sizes::get).thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
    }

    @Property(tries = 200)
    void allIslandsMergeIntoTheLargest(@ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 6) Integer> sizes,
            @ForAll long seed) {
        assertThat(comeTogether(FoundedApartProperties::asItIs, sizes, seed)).containsExactly(largest(sizes));
    }

    /**
     * Whatever liars claim, different for each node: a run does not move while it has more nodes than there are liars.
     */
    @Property(tries = 200)
    void minorityOfLiarsMovesNobody(@ForAll @IntRange(min = 1, max = 6) int liars,
            @ForAll @IntRange(min = 1, max = 4) int more, @ForAll long seed) {
        RandomStream random = new RandomStream(seed);
        for (int node = 0; node < liars + more; node++) {
            Map<PeerId, String> said = new TreeMap<>();
            IntStream.range(1, liars + more).forEach(i -> said.put(new PeerId("honest" + i), "M"));
            IntStream.range(0, liars).forEach(i -> said.put(new PeerId("liar" + i),
                    List.of("", "0", "A", "Z").get(random.nextInt(4))));
            assertThat(asItIs("M", said)).isEmpty();
        }
    }

    /** Rules that are almost this one are found out. */
    @Example
    void otherRulesLeaveTwoRunsOrSwapThem() {
        Function<Map<PeerId, String>, Map<String, Long>> counts = said -> said.values().stream()
                .collect(Collectors.groupingBy(run -> run, TreeMap::new, Collectors.counting()));
        Rule onlyMore = (own, said) -> counts.apply(said).entrySet().stream()
                .filter(run -> run.getValue() > counts.apply(said).getOrDefault(own, 0L) + 1).map(Map.Entry::getKey)
                .findFirst();
        assertThat(comeTogether(onlyMore, List.of(2, 2), 1)).as("of as many neither moves").hasSize(2);
        Rule withoutItself = (own, said) -> counts.apply(said).entrySet().stream()
                .max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).filter(run -> !run.equals(own));
        assertThat(IntStream.range(0, 20).mapToObj(seed -> comeTogether(withoutItself, List.of(2, 2), seed)))
                .as("both move").anySatisfy(left -> assertThat(left).isNotEqualTo(List.of("run0")));
    }
}
