package dev.grapevine.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.node.experiment.Fault;
import dev.grapevine.node.experiment.NetworkConditions;
import dev.grapevine.node.experiment.RunSummary.InjectedFault;
import dev.grapevine.sim.network.SimulatedNetwork;

/** Faults begin and end. */
class FaultsTest {

    private static final Duration AT = Duration.ofSeconds(1);

    private final SimulatedNetwork network = new SimulatedNetwork(4, NetworkConditions.USUAL, new RandomStream(1));
    private final List<String> done = new ArrayList<>();

    private final FaultTarget target = new FaultTarget() {
        @Override
        public void crash(int node) {
            done.add("crash " + node);
        }

        @Override
        public void restart(int node) {
            done.add("restart " + node);
        }

        @Override
        public void freeze(int node) {
            done.add("freeze " + node);
        }

        @Override
        public void thaw(int node) {
            done.add("thaw " + node);
        }
    };

    @Test
    void eachFaultBeginsAndEndsAndIsNoted() {
        NetworkConditions lost = new NetworkConditions(Optional.empty(), Optional.empty(), OptionalDouble.empty(),
                OptionalDouble.of(1));
        Faults faults = new Faults(network, target, List.of(
                new Fault.Partition(AT, Optional.empty(), List.of(List.of(0, 1), List.of(2, 3))),
                new Fault.Crash(AT, Optional.empty(), List.of(1, 2)),
                new Fault.Freeze(AT, Optional.empty(), List.of(3)),
                new Fault.Link(AT, Optional.empty(), 0, 1, lost)));
        assertThat(faults.injected()).isEmpty();

        faults.turn(0, true, 1);
        assertThat(network.connects(1, 2)).isFalse();
        faults.turn(0, false, 2);
        assertThat(network.connects(1, 2)).isTrue();
        faults.turn(1, true, 3);
        faults.turn(2, true, 4);
        faults.turn(1, false, 5);
        faults.turn(2, false, 6);
        assertThat(done).containsExactly("crash 1", "crash 2", "freeze 3", "restart 1", "restart 2", "thaw 3");
        faults.turn(3, true, 7);
        assertThat(network.send(1, 0, 10, 0)).isEmpty();
        faults.turn(3, false, 8);
        assertThat(network.send(1, 0, 10, 0)).isPresent();
        assertThat(faults.injected()).containsExactly(new InjectedFault(1, "partition of [[0, 1], [2, 3]]"),
                new InjectedFault(2, "end of partition of [[0, 1], [2, 3]]"),
                new InjectedFault(3, "crash of [1, 2]"), new InjectedFault(4, "freeze of [3]"),
                new InjectedFault(5, "end of crash of [1, 2]"), new InjectedFault(6, "end of freeze of [3]"),
                new InjectedFault(7, "other conditions between 0 and 1"),
                new InjectedFault(8, "end of other conditions between 0 and 1"));
    }
}
