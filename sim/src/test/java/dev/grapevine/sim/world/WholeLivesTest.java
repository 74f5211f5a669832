package dev.grapevine.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.sim.TinyScenario;
import dev.grapevine.sim.report.SimulationRun;

/** Nodes look for a run, found it, join it, leave it and come back, held against the laws all the time. */
class WholeLivesTest {

    private static final String LIVES = """
            nodes: 6
            seed: 5
            network: {latency: 5ms..40ms, bandwidth: 100KB/s, loss: 0.1}
            faults:
              - {at: 1s, join: [0-2]}
              - {at: 20s, join: [3-4]}
              - {at: 30s, leave: [1, 3], for: 10s}
              - {at: 32s, join: [5]}
              - {at: 50s, crash: [4], for: 3s}
            stop: {after: 70s}
            """;

    private static final String OLD_FOLDERS = """
            nodes: 5
            seed: 5
            network: {latency: 5ms..40ms, bandwidth: 100KB/s, loss: 0.1}
            faults:
              - {at: 5s, crash: [2, 3], for: 2s}
              - {at: 10s, crash: [2, 3], for: 2s}
              - {at: 15s, crash: [2, 3], for: 2s, torn: true}
            stop: {after: 40s}
            """;

    @TempDir
    Path folder;

    /** What each node was told and wished for in its lives, by the names of events and effects; all run at the end. */
    private Map<Integer, TreeSet<String>> told(String lines) {
        Map<Integer, TreeSet<String>> told = new TreeMap<>();
        SimulationRun run = new SimulationRun(TinyScenario.read(folder, lines)).thenCalm();
        run.watchedBy((nanos, node, event, effects, hash) -> {
            TreeSet<String> own = told.computeIfAbsent(node, unused -> new TreeSet<>());
            own.add(event.getClass().getSimpleName());
            effects.forEach(effect -> own.add(effect.getClass().getSimpleName()));
        });
        run.run(1, Optional.empty(), moment -> {});
        assertThat(run.calm()).as("all came together").isPresent();
        return told;
    }

    @Test
    void nodes_thatFoundJoinLeaveAndComeBack_agree() {
        Map<Integer, TreeSet<String>> told = told(LIVES);
        assertThat(told).hasSize(6);
        assertThat(told.values().stream().filter(own -> own.contains("FoundCharter"))).as("one founds").hasSize(1);
        for (int joiner : new int[]{3, 4, 5}) {
            assertThat(told.get(joiner)).contains("AdoptCharter", "CharterAdopted", "RoundFinished");
        }
        for (int leaver : new int[]{1, 3}) {
            assertThat(told.get(leaver)).contains("LeaveRequested", "Left");
        }
        assertThat(told.get(0)).doesNotContain("Left");
    }

    @Test
    void nodeFromAnOldFolder_takesALaterIncarnation_andIsHeard() {
        Map<Integer, TreeSet<String>> told = told(OLD_FOLDERS);
        assertThat(told.get(2)).contains("Outlived");
        assertThat(told.get(3)).contains("Outlived");
        for (int other : new int[]{0, 1, 4}) {
            assertThat(told.get(other)).doesNotContain("Outlived");
        }
    }
}
