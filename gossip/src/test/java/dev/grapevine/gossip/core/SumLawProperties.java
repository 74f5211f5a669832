package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.parameters.FlowParameters;
import dev.grapevine.gossip.room.Rooms;

/**
 * Whatever the network does, the sum of all replicas is training plus ledger: an equality of integers, for each
 * parameter.
 */
class SumLawProperties {

    @Property(tries = 150)
    void sumIsTrainingPlusLedgerUnderAnyInterleaving(@ForAll long seed,
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
    void partitionBiasesNothing(@ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int nodes,
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
    void crashLossesAreInTheLedger(@ForAll long seed, @ForAll @IntRange(min = 2, max = 5) int nodes,
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

    /**
     * Forgetting a node's messages and ceasing to accept them are one: otherwise duplicates from a departed node would
     * count as new.
     */
    @Property(tries = 100)
    void departedPeerMovesNobody(@ForAll long seed, @ForAll @IntRange(min = 2, max = 5) int nodes,
            @ForAll("flows") FlowParameters flow, @ForAll("compressions") String compression) {
        ProtocolWorld world = new ProtocolWorld(seed, nodes, ProtocolWorld.plan(seed, 20, compression, 8, flow));
        leaveAndEcho(world, Function.identity());
        assertThat(world.settle()).isTrue();
        assertThat(world.violation()).isEmpty();
    }

    /** A node leaves; then all its messages arrive once more. */
    private static void leaveAndEcho(ProtocolWorld world, Function<byte[], byte[]> change) {
        ProtocolWorld.Node leaver = world.nodes.getLast();
        List<ProtocolWorld.InFlight> echo = new ArrayList<>();
        world.watcher = (node, now, event, effects) -> effects.stream().filter(effect -> node == leaver)
                .filter(Effect.Send.class::isInstance).map(Effect.Send.class::cast)
                .forEach(send -> echo.add(new ProtocolWorld.InFlight(node.id, send.to(), send.bytes())));
        for (int i = 0; i < 150; i++) {
            world.happen();
        }
        world.step(leaver, new Event.LeaveRequested());
        while (!leaver.gone) {
            world.happen();
        }
        world.training = false;
        while (!world.inFlight.isEmpty()) {
            world.deliver(world.inFlight.removeFirst());
        }
        for (ProtocolWorld.Node node : world.nodes) {
            byte[] before = node.protocol.save();
            byte[] after = change.apply(before);
            if (before != after) {
                world.replace(node, PeerProtocol.restore(NodeLife.of(node.id, node.life), Rooms.ALL, world.plan, after,
                        world.randomness(node)));
            }
        }
        world.inFlight.addAll(echo);
    }

    /** As if forgetting did not bury: the law finds it. */
    @Example
    void forgettingWithoutBuryingMergesTwice() {
        ProtocolWorld world = new ProtocolWorld(1, 2, 20, "float32");
        leaveAndEcho(world, SumLawProperties::exhumed);
        assertThatThrownBy(world::settle).isInstanceOf(AssertionError.class).hasMessageStartingWith("Debited twice");
    }

    /** The same snapshot, in which the first life of n1 is not over. */
    private static byte[] exhumed(byte[] snapshot) {
        String text = new String(snapshot, StandardCharsets.ISO_8859_1);
        int buried = text.indexOf("\u0002n1\u0001\u0001", text.indexOf("conversations"));
        if (buried < 0) {
            return snapshot;
        }
        byte[] changed = snapshot.clone();
        changed[buried + 4] = 0;
        return changed;
    }

    /** The law's check can fail: a replica that moves by itself is found. */
    @Example
    void spontaneousMoveBreaksTheLaw() {
        ProtocolWorld world = new ProtocolWorld(1, 3, 20, "modular:4");
        world.nodes.get(1).protocol.replica().orElseThrow().units()[7]++;
        assertThat(world.violation()).hasValueSatisfying(how -> assertThat(how).contains("parameter 7"));
    }

    /**
     * The protocol's memory of exchanges keeps the law: a responder that forgets, as a restart from an old snapshot
     * under the same incarnation would, merges a block again.
     */
    @Example
    void forgetfulResponderMergesTwice() {
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
