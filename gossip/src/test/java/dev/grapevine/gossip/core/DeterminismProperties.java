package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.parameters.FlowParameters;
import dev.grapevine.gossip.room.Rooms;

/** The same event in the same state has the same effects, and a snapshot is the whole state. */
class DeterminismProperties {

    @Property(tries = 60)
    void restoredProtocolGoesOnIdentically(@ForAll long seed,
            @ForAll @IntRange(min = 2, max = 4) int nodes, @ForAll @IntRange(min = 0, max = 300) int start,
            @ForAll("flows") FlowParameters flow, @ForAll("compressions") String compression) {
        ProtocolWorld world = new ProtocolWorld(seed, nodes, ProtocolWorld.plan(seed, 20, compression, 8, flow));
        world.loss = 0.1;
        for (int i = 0; i < start; i++) {
            world.happen();
        }
        ProtocolWorld.Node node = world.nodes.getFirst();
        Twin twin = new Twin(world, node);
        world.watcher = twin;
        for (int i = 0; i < 100; i++) {
            world.happen();
        }
        assertThat(node.protocol.save()).isEqualTo(twin.protocol.save());
    }

    @Provide
    Arbitrary<FlowParameters> flows() {
        return Arbitraries.of(ProtocolWorld.FLOWS);
    }

    /** Receives every event of the node, and must return the same effects. */
    private static final class Twin implements ProtocolWorld.Watcher {
        private final ProtocolWorld.Node node;
        private final PeerProtocol protocol;

        Twin(ProtocolWorld world, ProtocolWorld.Node node) {
            this.node = node;
            this.protocol = PeerProtocol.restore(NodeLife.of(node.id, node.life), Rooms.ALL, world.plan,
                    node.protocol.save(), world.randomness(node));
        }

        @Override
        public void stepped(ProtocolWorld.Node stepped, Duration now, Event event, List<Effect> effects) {
            if (stepped == node) {
                assertThat(describe(protocol.step(now, event))).isEqualTo(describe(effects));
            }
        }
    }

    private static List<String> describe(List<Effect> effects) {
        List<String> words = new ArrayList<>();
        for (Effect effect : effects) {
            words.add(switch (effect) {
                case Effect.Send send -> "send " + send.to() + " " + Arrays.toString(send.bytes());
                case Effect.StartRound round -> "round " + round.round() + " " + round.seed() + " "
                        + Arrays.toString(round.start());
                case Effect.Checkpoint checkpoint -> "checkpoint " + Arrays.hashCode(checkpoint.snapshot());
                default -> effect.toString();
            });
        }
        return words;
    }

    /** The comparison can fail: another seed is another run. */
    @Example
    void anotherSeedGivesAnotherRun() {
        ProtocolWorld one = new ProtocolWorld(1, 2, 20, "modular:4");
        ProtocolWorld other = new ProtocolWorld(2, 2, 20, "modular:4");
        assertThat(one.nodes.getFirst().protocol.save()).isNotEqualTo(other.nodes.getFirst().protocol.save());
    }

    @Provide
    Arbitrary<String> compressions() {
        return Arbitraries.of(ProtocolWorld.COMPRESSIONS);
    }
}
