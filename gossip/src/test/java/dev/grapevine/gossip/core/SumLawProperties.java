package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.gossip.parameters.FlowParameters;
import dev.grapevine.gossip.room.Rooms;

/**
 * Whatever the network does, the sum of all replicas is training plus ledger: an equality of integers, for each
 * parameter.
 */
class SumLawProperties {

    @Property(tries = 150)
    void theSumIsTrainingPlusLedgerUnderAnyInterleaving(@ForAll long seed,
            @ForAll @IntRange(min = 2, max = 6) int nodes,
            @ForAll @IntRange(min = 1, max = 40) int parameters, @ForAll @DoubleRange(min = 0, max = 0.5) double loss,
            @ForAll @DoubleRange(min = 0, max = 0.3) double duplication,
            @ForAll("compressions") String compression, @ForAll("flows") FlowParameters flow) {
        ProtocolWorld world = new ProtocolWorld(seed, nodes,
                ProtocolWorld.plan(seed, parameters, compression, 8, flow));
        world.loss = loss;
        world.duplication = duplication;
        for (int i = 0; i < 600; i++) {
            world.happen();
        }
        assertThat(world.settle()).as("everything finishes once the network behaves").isTrue();
        assertThat(world.violation()).isEmpty();
        assertThat(world.halfDone()).isZero();
    }

    @Provide
    Arbitrary<FlowParameters> flows() {
        return Arbitraries.of(ProtocolWorld.FLOWS);
    }

    @Property(tries = 100)
    void aPartitionHoweverLongBiasesNothing(@ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int nodes,
            @ForAll @IntRange(min = 0, max = 800) int length, @ForAll("compressions") String compression) {
        ProtocolWorld world = new ProtocolWorld(seed, nodes, 20, compression);
        for (int i = 0; i < 200; i++) {
            world.happen();
        }
        world.groups = new int[nodes];
        for (int i = 0; i < nodes / 2; i++) {
            world.groups[i] = 1;
        }
        for (int i = 0; i < length; i++) {
            world.happen();
        }
        assertThat(world.settle()).isTrue();
        assertThat(world.violation()).isEmpty();
        assertThat(world.halfDone()).isZero();
    }

    @Property(tries = 100)
    void whatACrashLosesIsInTheBooks(@ForAll long seed, @ForAll @IntRange(min = 2, max = 5) int nodes,
            @ForAll @IntRange(min = 1, max = 4) int crashes, @ForAll @DoubleRange(min = 0, max = 0.3) double loss,
            @ForAll("flows") FlowParameters flow, @ForAll("compressions") String compression) {
        ProtocolWorld world = new ProtocolWorld(seed, nodes, ProtocolWorld.plan(seed, 20, compression, 8, flow));
        world.loss = loss;
        for (int crash = 0; crash < crashes; crash++) {
            for (int i = 0; i < 150; i++) {
                world.happen();
            }
            world.crashAndReturn(world.nodes.get(world.random.nextInt(nodes)));
        }
        assertThat(world.settle()).isTrue();
        assertThat(world.violation()).isEmpty();
    }

    /** The law's check can fail: a replica that moves by itself is found. */
    @Example
    void aReplicaThatMovesByItselfBreaksTheLaw() {
        ProtocolWorld world = new ProtocolWorld(1, 3, 20, "modular:4");
        world.nodes.get(1).protocol.replica().orElseThrow().units()[7]++;
        assertThat(world.violation()).hasValueSatisfying(how -> assertThat(how).contains("parameter 7"));
    }

    /**
     * The protocol's memory of exchanges is what keeps the law: a responder that forgets, as a restart from an old cut
     * under the same incarnation would, merges a block again.
     */
    @Example
    void aResponderThatForgetsMergesTwice() {
        assertThatThrownBy(() -> {
            for (long seed = 1; seed <= 50; seed++) {
                ProtocolWorld world = new ProtocolWorld(seed, 2, 20, "float32");
                world.duplication = 0.5;
                for (int i = 0; i < 200; i++) {
                    world.happen();
                    ProtocolWorld.Node node = world.nodes.get(1);
                    if (i % 40 == 39) {
                        world.replace(node,
                                PeerProtocol.restore(NodeLife.of(node.id, node.life), Rooms.ALL, world.plan, node.cut,
                                        world.randomness(node)));
                    }
                }
            }
        }).isInstanceOf(AssertionError.class).hasMessageMatching("(?s)(Debited twice|Credited twice|No exact).*");
    }

    @Provide
    Arbitrary<String> compressions() {
        return Arbitraries.of(ProtocolWorld.COMPRESSIONS);
    }
}
