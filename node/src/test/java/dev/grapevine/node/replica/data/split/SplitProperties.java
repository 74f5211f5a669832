package dev.grapevine.node.replica.data.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.Samples;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.words.UserMistakeException;

/** For any data, a split is a partition, and always the same one. */
class SplitProperties {

    /** Labels of some rows and how they are interpreted. */
    record Rows(LoadedData data, Schema schema) {}

    @Property(tries = 300)
    void splitIsPartitionWithoutEmptyParts(@ForAll("rows") Rows rows, @ForAll("splits") String split,
            @ForAll @IntRange(min = 1, max = 20) int nodes, @ForAll long seed) {
        int[][] parts = parts(rows, split, nodes, new RandomStream(seed));
        assertThat(violation(parts, nodes, rows.data.train().rows())).isEmpty();
    }

    @Property(tries = 200)
    void splitDependsOnSeedOnly(@ForAll("rows") Rows rows, @ForAll("splits") String split,
            @ForAll @IntRange(min = 1, max = 20) int nodes, @ForAll long seed) {
        RandomStream used = new RandomStream(seed);
        used.nextLong();
        int[][] parts = parts(rows, split, nodes, new RandomStream(seed));
        assertThat(parts(rows, split, nodes, used)).isDeepEqualTo(parts);
    }

    @Property(tries = 200)
    void evenPartsDifferByOneRow(@ForAll("rows") Rows rows, @ForAll("evenSplits") String split,
            @ForAll @IntRange(min = 1, max = 20) int nodes, @ForAll long seed) {
        int[][] parts = parts(rows, split, nodes, new RandomStream(seed));
        List<Integer> sizes = Arrays.stream(parts).map(part -> part.length).sorted().toList();
        assertThat(sizes.getLast() - sizes.getFirst()).isLessThanOrEqualTo(1);
    }

    @Property(tries = 200)
    void shardSizesDifferByOneRow(@ForAll("rows") Rows rows, @ForAll @IntRange(min = 1, max = 5) int shards,
            @ForAll @IntRange(min = 1, max = 20) int nodes, @ForAll long seed) {
        int[][] parts = parts(rows, "shards:" + shards, nodes, new RandomStream(seed));
        int least = rows.data.train().rows() / (nodes * shards);
        assertThat(List.of(parts))
                .allMatch(part -> part.length >= least * shards && part.length <= (least + 1) * shards);
    }

    /** Mutation: each of these splits is not a partition. */
    @Example
    void brokenSplitsBreakTheLaw() {
        assertThat(violation(new int[][]{{0, 2}, {1}}, 2, 3)).isEmpty();
        for (int[][] broken : List.of(new int[][]{{0, 2}, {}}, new int[][]{{0, 2}, {1, 2}}, new int[][]{{0}, {2}},
                new int[][]{{0, 1, 2}, {}}, new int[][]{{0, 1, 2}}, new int[][]{{2, 0}, {1}},
                new int[][]{{0, 1}, {2, 3}})) {
            assertThat(violation(broken, 2, 3)).isPresent();
        }
    }

    /** Enough rows for all nodes and shards above, so that only a skewed draw can be a mistake. */
    private static int[][] parts(Rows rows, String split, int nodes, RandomStream random) {
        try {
            return Split.parse(split).parts(rows.data, rows.schema, nodes, random);
        } catch (UserMistakeException e) {
            Assume.that(!(split.startsWith("dirichlet:") && e.getMessage().contains("larger alpha")));
            throw e;
        }
    }

    private static Optional<String> violation(int[][] parts, int nodes, int rows) {
        if (parts.length != nodes) {
            return Optional.of(parts.length + " parts");
        }
        for (int[] part : parts) {
            int[] ascending = Arrays.stream(part).sorted().toArray();
            if (part.length == 0 || !Arrays.equals(part, ascending)) {
                return Optional.of("part " + Arrays.toString(part));
            }
        }
        int[] all = Arrays.stream(parts).flatMapToInt(Arrays::stream).sorted().toArray();
        return Arrays.equals(all, IntStream.range(0, rows).toArray())
                ? Optional.empty()
                : Optional.of("rows " + Arrays.toString(all));
    }

    @Provide
    Arbitrary<String> splits() {
        return Arbitraries.of("iid", "stratified", "dirichlet:0.01", "dirichlet:0.5", "dirichlet:100", "shards:1",
                "shards:3");
    }

    @Provide
    Arbitrary<String> evenSplits() {
        return Arbitraries.of("iid", "stratified");
    }

    @Provide
    Arbitrary<Rows> rows() {
        Arbitrary<Rows> classified = Combinators
                .combine(Arbitraries.integers().between(2, 12),
                        Arbitraries.floats().between(0, 0.99f).list().ofMinSize(100).ofMaxSize(300))
                .as((classes, shares) -> new Rows(Samples.withTargets(floats(shares, classes)),
                        Samples.classes(classes)));
        Arbitrary<Rows> measured = Arbitraries.floats().between(-3, 3).list().ofMinSize(100).ofMaxSize(300)
                .map(targets -> new Rows(Samples.withTargets(floats(targets, 0)), Samples.regression()));
        return Arbitraries.oneOf(classified, measured);
    }

    /** Numbers as they are, or class shares if there are any. */
    private static float[] floats(List<Float> values, int classes) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = classes == 0 ? values.get(i) : (int) (values.get(i) * classes);
        }
        return floats;
    }
}
