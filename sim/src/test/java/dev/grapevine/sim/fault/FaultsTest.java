package dev.grapevine.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.result.RunSummary.InjectedFault;
import dev.grapevine.sim.network.SimulatedNetwork;
import dev.grapevine.sim.scenario.AttackKind;
import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.NetworkConditions;
import dev.grapevine.sim.scenario.PartitionShape;
import dev.grapevine.sim.scenario.Sites;
import dev.grapevine.sim.scenario.Weather;

/** Faults begin and end. */
class FaultsTest {

    private final SimulatedNetwork network = new SimulatedNetwork(4, NetworkConditions.USUAL, Sites.NONE,
            new RandomStream(1));
    private final SplitViews views = new SplitViews();
    private final List<String> done = new ArrayList<>();

    private final FaultTarget target = new FaultTarget() {
        @Override
        public void crash(int node, boolean torn) {
            done.add((torn ? "torn crash " : "crash ") + node);
        }

        @Override
        public void leave(int node) {
            done.add("leave " + node);
        }

        @Override
        public void restart(int node) {
            done.add("restart " + node);
        }

        @Override
        public void options(int node, Map<String, String> options) {
            done.add(options + " " + node);
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
    void ownOptions_ofSeveralFaults_addUpAndTheLaterWins() {
        Faults faults = faults(
                new Fault.OwnOptions(Duration.ofSeconds(1), Optional.of(Duration.ofSeconds(4)),
                        Map.of("batch", "4"), List.of(1)),
                new Fault.OwnOptions(Duration.ofSeconds(2), Optional.of(Duration.ofSeconds(2)),
                        Map.of("batch", "8", "clip", "1"), List.of(1)),
                new Fault.OwnOptions(Duration.ofSeconds(3), Optional.empty(), Map.of("clip", "2"), List.of(1)));
        for (int turn = 0; turn < 4; turn++) {
            faults.turn(turn);
        }
        assertThat(done.subList(0, 1)).containsExactly("{batch=4} 1");
        assertThat(done.get(1)).contains("batch=8", "clip=1");
        assertThat(done.get(2)).contains("batch=8", "clip=2");
        assertThat(done.get(3)).isEqualTo("{batch=4, clip=2} 1");
        faults.endAll(9);
        assertThat(done.getLast()).isEqualTo("{} 1");
    }

    private Faults faults(Fault... faults) {
        FaultSchedule schedule = new FaultSchedule(Weather.FAIR.withFaults(List.of(faults)), 4, new RandomStream(1));
        return new Faults(schedule, 4, network, target, views);
    }

    private static Duration at(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static Optional<Duration> lasting(int seconds) {
        return Optional.of(Duration.ofSeconds(seconds));
    }

    private static void turns(Faults faults, int times) {
        for (int i = 0; i < times; i++) {
            faults.turn(faults.nextNanos().orElseThrow() / 1e9);
        }
    }

    private boolean arrives() {
        List<Long> arrivals = new ArrayList<>();
        network.send(1, 0, 10, 0, arrivals::add);
        return !arrivals.isEmpty();
    }

    @Test
    void fault_thatBeginsAndEnds_isAppliedAndNoted() {
        Faults faults = faults(
                new Fault.Partition(at(1), lasting(1),
                        new PartitionShape.Groups(List.of(List.of(0, 1), List.of(2, 3)))),
                new Fault.Crash(at(3), lasting(2), List.of(1, 2), true),
                new Fault.Freeze(at(4), lasting(2), List.of(3)),
                new Fault.Link(at(7), lasting(1), 0, 1, NetworkConditions.USUAL.withLoss(1)));
        assertThat(faults.injected()).isEmpty();
        turns(faults, 1);
        assertThat(network.connects(1, 2)).isFalse();
        turns(faults, 1);
        assertThat(network.connects(1, 2)).isTrue();
        turns(faults, 4);
        assertThat(done).containsExactly("torn crash 1", "torn crash 2", "freeze 3", "restart 1", "restart 2",
                "thaw 3");
        turns(faults, 1);
        assertThat(arrives()).isFalse();
        turns(faults, 1);
        assertThat(arrives()).isTrue();
        assertThat(faults.nextNanos()).isEmpty();
        assertThat(faults.injected()).containsExactly(new InjectedFault(1, "partition of [[0, 1], [2, 3]]"),
                new InjectedFault(2, "end of partition of [[0, 1], [2, 3]]"),
                new InjectedFault(3, "crash of [1, 2] with torn checkpoints"), new InjectedFault(4, "freeze of [3]"),
                new InjectedFault(5, "end of crash of [1, 2] with torn checkpoints"),
                new InjectedFault(6, "end of freeze of [3]"),
                new InjectedFault(7, "other conditions between 0 and 1"),
                new InjectedFault(8, "end of other conditions between 0 and 1"));
    }

    @Test
    void joinAndLeave_inTheirTimes_startAndStopNodes() {
        Fault.Join join = new Fault.Join(at(5), List.of(2, 3));
        Faults faults = faults(join, new Fault.Crash(at(1), lasting(9), List.of(3)),
                new Fault.Leave(at(2), lasting(4), List.of(0, 1)), new Fault.Join(at(20), List.of(1)));
        turns(faults, 3);
        assertThat(done).as("what is not there cannot crash or leave").containsExactly("leave 0", "restart 2");
        turns(faults, 2);
        assertThat(done.subList(2, done.size())).containsExactly("restart 0", "restart 3");
        faults.endAll(15);
        assertThat(done.subList(4, done.size())).as("who would have come comes at the end")
                .containsExactly("restart 1");
    }

    @Test
    void overlappingPartitions_healWhenTheLastIsOver() {
        PartitionShape halves = new PartitionShape.Groups(List.of(List.of(0, 1), List.of(2, 3)));
        Faults faults = faults(new Fault.Partition(at(1), lasting(10), halves),
                new Fault.Partition(at(2), lasting(2), new PartitionShape.Isolate(List.of(1))),
                new Fault.Partition(at(3), lasting(20), halves));
        turns(faults, 3);
        assertThat(network.connects(0, 1)).isFalse();
        assertThat(network.connects(0, 2)).isFalse();
        turns(faults, 1);
        assertThat(network.connects(0, 1)).as("alone no more").isTrue();
        assertThat(network.connects(0, 2)).isFalse();
        turns(faults, 1);
        assertThat(network.connects(0, 2)).as("one of two equal ones lasts on").isFalse();
        turns(faults, 1);
        assertThat(network.connects(0, 2)).isTrue();
    }

    @Test
    void overlappingCrashes_thenAFreeze_lastUntilTheLastIsOver() {
        Faults faults = faults(new Fault.Crash(at(1), lasting(5), List.of(2)),
                new Fault.Freeze(at(2), lasting(20), List.of(2)), new Fault.Crash(at(3), lasting(9), List.of(2)));
        turns(faults, 6);
        assertThat(done).containsExactly("crash 2", "freeze 2", "restart 2", "freeze 2", "thaw 2");
    }

    @Test
    void overlappingLinkChanges_theLaterWinsWhileItLasts() {
        Faults faults = faults(new Fault.Link(at(1), lasting(10), 0, 1, NetworkConditions.USUAL.withLoss(1)),
                new Fault.Link(at(2), lasting(2), 1, 0, NetworkConditions.USUAL.withLoss(0)));
        turns(faults, 1);
        assertThat(arrives()).isFalse();
        turns(faults, 1);
        assertThat(arrives()).isTrue();
        turns(faults, 1);
        assertThat(arrives()).as("the earlier change still holds").isFalse();
        turns(faults, 1);
        assertThat(arrives()).isTrue();
    }

    @Test
    void suspicionAndAttack_holdWhileTheyLast() {
        Faults faults = faults(new Fault.Suspect(at(1), lasting(9), List.of(3), List.of(0, 1)),
                new Fault.Attack(at(2), lasting(9), AttackKind.REPLAY, List.of(2)));
        assertThat(views.hide(0, 3)).isFalse();
        turns(faults, 2);
        assertThat(views.hide(0, 3)).isTrue();
        assertThat(views.hide(3, 0)).isFalse();
        assertThat(views.hide(2, 3)).isFalse();
        assertThat(faults.attack(2)).contains(AttackKind.REPLAY);
        assertThat(faults.attack(1)).isEmpty();
        turns(faults, 2);
        assertThat(views.hide(0, 3)).isFalse();
        assertThat(faults.attack(2)).isEmpty();
    }
}
