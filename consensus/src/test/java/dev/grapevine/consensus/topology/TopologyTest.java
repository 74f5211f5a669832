package dev.grapevine.consensus.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;
import org.ojalgo.matrix.store.SparseStore;

import dev.grapevine.consensus.topology.GivenGraph.Edge;
import dev.grapevine.consensus.topology.Topology.Link;

/** Who is whose neighbour, and what the rounds of a topology make of the nodes' values. */
class TopologyTest {

    private static final double EXACT = 1e-12;
    private static final int MOST_NODES = 200;

    private static final List<IntFunction<Topology>> ALL = List.of(CirculantGraph::ring,
            nodes -> new CirculantGraph(nodes, 3), nodes -> new CirculantGraph(nodes, 6),
            nodes -> new GivenGraph(nodes, List.of(new Edge(0, 1), new Edge(2, 1), new Edge(5, 0), new Edge(1, 0))),
            OnePeerExponentialGraph::new, nodes -> new BaseGraph(nodes, 1), nodes -> new BaseGraph(nodes, 2),
            nodes -> new BaseGraph(nodes, 3), nodes -> new BaseGraph(nodes, 4));

    @ParameterizedTest
    @FieldSource("ALL")
    void everyRoundsMatrixIsDoublyStochasticAndSymmetricWhereItSaysSo(IntFunction<Topology> family) {
        for (int nodes = 1; nodes <= 40; nodes++) {
            Topology topology = family.apply(nodes);
            assertThat(topology.nodes()).isEqualTo(nodes);
            for (int round = 0; round < topology.length(); round++) {
                MatrixStore<Double> weights = MixingMatrix.ofRound(topology, round).weights();
                for (int node = 0; node < nodes; node++) {
                    double row = 0;
                    double column = 0;
                    for (int other = 0; other < nodes; other++) {
                        assertThat(weights.doubleValue(node, other)).isBetween(-EXACT, 1.0);
                        row += weights.doubleValue(node, other);
                        column += weights.doubleValue(other, node);
                        if (topology.isSymmetric()) {
                            assertThat(weights.doubleValue(node, other)).isEqualTo(weights.doubleValue(other, node));
                        }
                    }
                    assertThat(row).isEqualTo(1, within(EXACT));
                    assertThat(column).isEqualTo(1, within(EXACT));
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void linksAreOrderedAndLeadToOthers(IntFunction<Topology> family) {
        for (int nodes = 1; nodes <= 40; nodes++) {
            Topology topology = family.apply(nodes);
            for (int round = 0; round < topology.length(); round++) {
                for (int node = 0; node < nodes; node++) {
                    List<Integer> neighbours = neighbours(topology, node, round);
                    assertThat(neighbours).isSorted().doesNotHaveDuplicates().doesNotContain(node)
                            .allMatch(neighbour -> neighbour >= 0 && neighbour < topology.nodes());
                    assertThat(topology.links(node, round + 3L * topology.length())).as("it repeats")
                            .isEqualTo(topology.links(node, round));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void theRoundsOfABaseGraphMakeTheExactMeanOfAnyNumberOfNodes(int degree) {
        for (int nodes = 1; nodes <= MOST_NODES; nodes++) {
            Topology topology = new BaseGraph(nodes, degree);
            assertThat(distanceToTheMean(topology, topology.length())).as("%s nodes", nodes).isLessThan(EXACT);
            for (int round = 0; round < topology.length(); round++) {
                for (int node = 0; node < nodes; node++) {
                    assertThat(topology.links(node, round).size()).isLessThanOrEqualTo(degree);
                }
            }
        }
    }

    /** The check can fail: without its last round the product is another. */
    @Test
    void aBaseGraphNeedsAllOfItsRounds() {
        for (int nodes = 2; nodes <= 60; nodes++) {
            Topology topology = new BaseGraph(nodes, 2);
            assertThat(distanceToTheMean(topology, topology.length() - 1)).as("%s nodes", nodes).isGreaterThan(1e-3);
        }
    }

    /** Takezawa et al. 2023 bound the rounds by 2 log₍ₖ₊₁₎ n + 2. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aBaseGraphIsAsShortAsItsPaperSays(int degree) {
        for (int nodes = 2; nodes <= 2000; nodes++) {
            double bound = 2 * StrictMath.log(nodes) / StrictMath.log(degree + 1) + 2;
            assertThat((double) new BaseGraph(nodes, degree).length()).as("%s nodes", nodes)
                    .isLessThanOrEqualTo(bound);
        }
    }

    @Test
    void theLengthsOfSmallBaseGraphs() {
        assertThat(new BaseGraph(5, 1).length()).isEqualTo(5);
        assertThat(new BaseGraph(6, 1).length()).as("two groups of three, and then pairs").isEqualTo(4);
        assertThat(new BaseGraph(6, 2).length()).isEqualTo(2);
        assertThat(new BaseGraph(25, 4).length()).isEqualTo(2);
        assertThat(new BaseGraph(1, 3).length()).isEqualTo(1);
    }

    @Test
    void exponentialRoundsMakeTheExactMeanOfPowersOfTwoOnly() {
        for (int nodes = 2; nodes <= MOST_NODES; nodes++) {
            Topology topology = new OnePeerExponentialGraph(nodes);
            double distance = distanceToTheMean(topology, topology.length());
            if (Integer.bitCount(nodes) == 1) {
                assertThat(distance).as("%s nodes", nodes).isLessThan(EXACT);
            } else {
                assertThat(distance).as("%s nodes", nodes).isBetween(1e-6, 1.0);
            }
        }
        assertThat(new OnePeerExponentialGraph(8).length()).isEqualTo(3);
        assertThat(new OnePeerExponentialGraph(9).length()).isEqualTo(4);
        assertThat(neighbours(new OnePeerExponentialGraph(10), 7, 2)).containsExactly(1);
        assertThat(new OnePeerExponentialGraph(1).links(0, 5)).isEmpty();
    }

    @Test
    void aRingHasTheNodesBeforeAndAfter() {
        assertThat(CirculantGraph.ring(5).links(0, 77)).containsExactly(new Link(1, 1.0 / 3), new Link(4, 1.0 / 3));
        assertThat(neighbours(CirculantGraph.ring(2), 1, 0)).containsExactly(0);
        assertThat(CirculantGraph.ring(1).links(0, 0)).isEmpty();
    }

    @Test
    void aCirculantGraphIsRegularAndConnected() {
        for (int nodes = 3; nodes <= 60; nodes++) {
            for (int degree = 2; degree <= 8; degree++) {
                Topology topology = new CirculantGraph(nodes, degree);
                int expected = Math.min(degree, nodes - 1);
                expected -= expected * nodes % 2;
                for (int node = 0; node < nodes; node++) {
                    assertThat(neighbours(topology, node, 0)).hasSize(expected);
                }
                assertThat(diameter(topology)).isLessThan(nodes);
            }
        }
        assertThat(diameter(new CirculantGraph(100, 4))).as("10 steps of 1 and 10 of 10 lead everywhere")
                .isLessThanOrEqualTo(10);
    }

    @Test
    void invalidArgumentsAreRefused() {
        assertThatThrownBy(() -> new BaseGraph(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BaseGraph(3, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CirculantGraph(0, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CirculantGraph(3, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OnePeerExponentialGraph(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Edge(2, 2)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2-2 links no two nodes");
        assertThatThrownBy(() -> new Edge(-1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HyperHypercube(7, 2)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("7 is no product of numbers up to 3");
    }

    private static List<Integer> neighbours(Topology topology, int node, long round) {
        return topology.links(node, round).stream().map(Link::neighbour).toList();
    }

    /** The largest difference between the product of so many rounds and 11ᵀ / nodes. */
    private static double distanceToTheMean(Topology topology, int rounds) {
        int nodes = topology.nodes();
        MatrixStore<Double> product = R064Store.FACTORY.makeEye(nodes, nodes);
        for (int round = 0; round < rounds; round++) {
            MatrixStore<Double> weights = MixingMatrix.ofRound(topology, round).weights();
            SparseStore<Double> sparse = SparseStore.R064.make(nodes, nodes);
            weights.nonzeros().forEach(element -> sparse.set(element.row(), element.column(), element.doubleValue()));
            product = sparse.multiply(product);
        }
        double distance = 0;
        for (int row = 0; row < nodes; row++) {
            for (int column = 0; column < nodes; column++) {
                distance = Math.max(distance, Math.abs(product.doubleValue(row, column) - 1.0 / nodes));
            }
        }
        return distance;
    }

    /** Links on the longest of all shortest ways; the number of nodes if not all can be reached. */
    private static int diameter(Topology topology) {
        List<Integer> reached = new ArrayList<>(List.of(0));
        int steps = 0;
        while (reached.size() < topology.nodes()) {
            List<Integer> next = reached.stream()
                    .flatMap(node -> neighbours(topology, node, 0).stream()).distinct()
                    .filter(node -> !reached.contains(node)).toList();
            if (next.isEmpty()) {
                return topology.nodes();
            }
            reached.addAll(next);
            steps++;
        }
        return steps;
    }

    @Test
    void subgraphIsRenumbered() {
        Topology path = GivenGraph.among(CirculantGraph.ring(5), List.of(4, 0, 2));
        assertThat(path.nodes()).isEqualTo(3);
        assertThat(path.links(0, 0)).extracting(Topology.Link::neighbour).containsExactly(1);
        assertThat(path.links(1, 0)).extracting(Topology.Link::neighbour).containsExactly(0);
        assertThat(path.links(2, 0)).isEmpty();
    }

    @Test
    void unionHasTheLinksOfAllRounds() {
        Topology union = GivenGraph.union(new OnePeerExponentialGraph(8));
        assertThat(union.links(0, 0)).extracting(Topology.Link::neighbour).containsExactly(1, 2, 4, 6, 7);
        assertThat(union.length()).isEqualTo(1);
    }
}
