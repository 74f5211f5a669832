package dev.grapevine.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.sim.TinyScenario;
import dev.grapevine.sim.report.SimulationRun;

/** Partitions at the start have runs founded apart: when they end, all come to be in one, and under the laws all the time. */
class FoundedApartTest {

    private static final String ISLANDS = """
            nodes: %d
            seed: %d
            network: {latency: 5ms..40ms, bandwidth: 100KB/s, loss: 0.1}
            faults:
              - {at: 0s, partition: [%s], for: 60s}
              - {at: 1s, join: [0-%d]}
            stop: {after: %ds}
            """;

    @TempDir
    Path folder;

    private final Set<String> founded = new TreeSet<>();
    /** Which run each node was in last. */
    private final Map<Integer, String> runs = new TreeMap<>();

    private void live(int nodes, int seed, String groups, int seconds) {
        SimulationRun run = new SimulationRun(
                TinyScenario.read(folder, ISLANDS.formatted(nodes, seed, groups, nodes - 1, seconds))).thenCalm();
        run.watchedBy((nanos, node, event, effects, hash) -> {
            if (event instanceof Event.CharterAdopted adopted) {
                founded.add(adopted.plan().charter().run());
                runs.put(node, adopted.plan().charter().run());
            }
            for (Effect effect : effects) {
                if (effect instanceof Effect.ChangeRun change) {
                    runs.put(node, change.charter().run());
                }
            }
        });
        run.run(1, Optional.empty(), moment -> {});
        assertThat(run.calm()).as("all came together").isPresent();
    }

    @Test
    void equalIslands_foundedApart_agreeInTheOlderRun() {
        live(6, 5, "[0-2], [3-5]", 120);
        assertThat(founded).hasSize(2).doesNotContain("");
        assertThat(runs.values()).hasSize(6).containsOnly(founded.iterator().next());
    }

    @Test
    void threeIslands_foundedApart_agreeInTheLargest() {
        live(7, 6, "[0-1], [2-3], [4-6]", 120);
        assertThat(founded).hasSize(3);
        assertThat(runs.values()).hasSize(7).containsOnly(runs.get(4));
    }

    @Test
    void singleNodes_foundedApart_agree() {
        live(4, 7, "[0], [1], [2], [3]", 61);
        assertThat(founded).hasSize(4);
        assertThat(Set.copyOf(runs.values())).hasSize(1);
    }
}
