package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Gossip brings replicas together, for any seed and any fault that ends, and preserves their mean. */
class ContractionProperties {

    @Property(tries = 40)
    void consensusDistanceContracts(@ForAll long seed, @ForAll @IntRange(min = 2, max = 10) int nodes,
            @ForAll @DoubleRange(min = 0, max = 0.3) double loss, @ForAll("compressions") String compression) {
        ProtocolWorld world = new ProtocolWorld(seed, nodes, 30, compression);
        // One round in which all move differently, and a partition: then they have to come together.
        world.groups = new int[nodes];
        world.groups[0] = 1;
        for (int i = 0; i < 300; i++) {
            world.happen();
        }
        world.groups = null;
        world.loss = loss;
        double before = squaredDistances(world);
        for (int i = 0; i < 5000 * nodes; i++) {
            world.happenWithoutLearning();
        }
        assertThat(squaredDistances(world)).isLessThan(1e-3 * before);
        assertThat(world.settle()).isTrue();
        assertThat(world.violation()).isEmpty();
    }

    private static double squaredDistances(ProtocolWorld world) {
        int parameters = world.booked.length;
        double sum = 0;
        for (int k = 0; k < parameters; k++) {
            double mean = 0;
            for (ProtocolWorld.Node node : world.nodes) {
                mean += (double) node.protocol.replica().orElseThrow().units()[k] / world.nodes.size();
            }
            for (ProtocolWorld.Node node : world.nodes) {
                double difference = node.protocol.replica().orElseThrow().units()[k] - mean;
                sum += difference * difference;
            }
        }
        return sum;
    }

    @Provide
    Arbitrary<String> compressions() {
        return Arbitraries.of("modular:4", "modular:2");
    }
}
