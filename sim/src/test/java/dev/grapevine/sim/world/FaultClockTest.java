package dev.grapevine.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.grapevine.sim.scenario.Fault;

class FaultClockTest {

    private final PartsOfAWorld world = new PartsOfAWorld(
            new Fault.Crash(Duration.ofSeconds(1), Optional.of(Duration.ofSeconds(2)), List.of(1), false),
            new Fault.Crash(Duration.ofSeconds(5), Optional.of(Duration.ofSeconds(2)), List.of(2), false));
    private final List<String> calls = new ArrayList<>();
    private final FaultClock clock = new FaultClock(world.faults, world.queue, () -> calls.add("changed"),
            node -> calls.add("suspect " + node.id));

    private void turnAt(double seconds) {
        assertThat(world.queue.next()).contains(new SimulationEvent.FaultTurns());
        assertThat(world.queue.now()).isEqualTo((long) (seconds * 1e9));
        clock.turn();
    }

    @Test
    void faultsBeginAndEndAtTheirTimes() {
        clock.awaitTurn();
        assertThat(world.done).isEmpty();
        turnAt(1);
        assertThat(world.done).containsExactly("crash 1");
        turnAt(3);
        assertThat(world.done).containsExactly("crash 1", "restart 1");
        turnAt(5);
        turnAt(7);
        assertThat(world.done).endsWith("crash 2", "restart 2");
        assertThat(world.queue.next()).isEmpty();
        assertThat(calls).containsExactly("changed", "changed", "changed", "changed");
        assertThat(world.faults.injected().getFirst().toString()).contains("1.0");
    }

    @Test
    void stopEndsFaultsAndBeginsNoOther() {
        clock.awaitTurn();
        turnAt(1);
        clock.suspectFalsely(world.nodes.getFirst());
        clock.stop();
        assertThat(world.done).containsExactly("crash 1", "restart 1");
        turnAt(3);
        clock.suspectFalsely(world.nodes.getFirst());
        assertThat(world.done).containsExactly("crash 1", "restart 1");
        assertThat(world.queue.next()).isEmpty();
        assertThat(calls).containsExactly("changed", "suspect n0");
    }
}
