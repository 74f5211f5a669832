package dev.grapevine.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.sim.check.LawBrokenException;
import dev.grapevine.sim.check.Laws;
import dev.grapevine.sim.network.SimulatedNetwork;
import dev.grapevine.sim.scenario.AttackKind;
import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.NetworkConditions;
import dev.grapevine.sim.scenario.PartitionShape;
import dev.grapevine.sim.scenario.Sites;

class FrameTravelTest {

    private static final byte[] FRAME = new byte[96];
    private static final PartitionShape ONE_APART = new PartitionShape.Isolate(List.of(1));

    private final PartsOfAWorld world = new PartsOfAWorld(
            new Fault.Partition(Duration.ofSeconds(1), Optional.empty(), ONE_APART, Optional.empty()),
            PartsOfAWorld.attack(AttackKind.RANDOM_BYTES, 2));
    private final List<SimulationEvent.ForNode> delivered = new ArrayList<>();
    private final FrameTravel frames = over(world.network);

    private FrameTravel over(SimulatedNetwork network) {
        return new FrameTravel(world.nodes, network, world.queue, world.liars, world.faults, world.laws,
                delivered::add);
    }

    private void send(int from, int to) {
        frames.send(world.nodes.get(from), world.nodes.get(to), FRAME);
    }

    private SimulationEvent.Arrival arrival() {
        return (SimulationEvent.Arrival) world.queue.next().orElseThrow();
    }

    @Test
    void frameIsDeliveredAndCountedAtBothEnds() {
        SimulatedNode from = world.nodes.get(0);
        SimulatedNode to = world.nodes.get(1);
        from.incarnation = 7;
        to.incarnation = 8;
        send(0, 1);
        assertThat(delivered).isEmpty();
        frames.arrive(arrival());
        assertThat(delivered)
                .containsExactly(new SimulationEvent.ForNode(1, 8, new Event.MessageArrived(from.id, FRAME), 7));
        assertThat(from.bytesSent).isEqualTo(FRAME.length + FrameCodec.LENGTH_PREFIX_BYTES);
        assertThat(to.bytesReceived).isEqualTo(from.bytesSent);
    }

    @Test
    void frameIsReceivedWhenTheLineHasTakenIt() {
        FrameTravel slow = over(new SimulatedNetwork(PartsOfAWorld.NODES,
                new NetworkConditions(Optional.empty(), OptionalDouble.empty(), OptionalDouble.of(10),
                        OptionalDouble.empty(), Optional.empty(), OptionalDouble.empty(), Optional.empty()),
                Sites.NONE, new RandomStream(1)));
        slow.send(world.nodes.get(0), world.nodes.get(1), FRAME);
        slow.arrive(arrival());
        assertThat(delivered).isEmpty();
        SimulationEvent.Reception reception = (SimulationEvent.Reception) world.queue.next().orElseThrow();
        assertThat(world.queue.now()).isGreaterThanOrEqualTo((long) (FRAME.length / 10.0 * 1e9));
        slow.receive(reception.arrival());
        assertThat(delivered).hasSize(1);
    }

    @Test
    void frameToNodeThatIsDownIsLost() {
        send(0, 1);
        world.nodes.get(1).up = false;
        frames.arrive(arrival());
        assertThat(delivered).isEmpty();
        assertThat(world.nodes.get(1).bytesReceived).isZero();
    }

    @Test
    void linkThatIsCutOnTheWayLosesFrame() {
        send(0, 1);
        world.network.cut(ONE_APART);
        frames.arrive(arrival());
        assertThat(delivered).isEmpty();
    }

    @Test
    void frameThroughPartitionBreaksLaw() {
        world.faults.turn(1);
        world.network.heal(ONE_APART);
        send(0, 1);
        SimulationEvent.Arrival arrival = arrival();
        assertThatThrownBy(() -> frames.arrive(arrival)).isInstanceOf(LawBrokenException.class)
                .hasMessageContaining(Laws.LINKS);
    }

    @Test
    void liarSendsItsOwnFrame() {
        world.faults.turn(1);
        world.faults.turn(1);
        send(2, 0);
        frames.arrive(arrival());
        assertThat(delivered).singleElement().extracting(SimulationEvent.ForNode::event)
                .isNotEqualTo(new Event.MessageArrived(world.nodes.get(2).id, FRAME));
    }
}
