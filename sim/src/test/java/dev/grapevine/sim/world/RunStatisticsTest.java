package dev.grapevine.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Limit;
import dev.grapevine.sim.measure.TimeBreakdown;

/** Counts over all nodes of a world. */
class RunStatisticsTest {

    private final PartsOfAWorld world = new PartsOfAWorld();
    private long now;
    private final RunStatistics statistics = new RunStatistics(world.nodes, world.byId, world.network, () -> now);

    private void finished(int node, int peer, Fact.Role role) {
        statistics.count(world.nodes.get(node),
                new Fact.ExchangeFinished(world.nodes.get(peer).id, 1, role));
    }

    @Test
    void exchange_reportedByBothEnds_countsOnce() {
        finished(0, 2, Fact.Role.INITIATOR);
        now = 7;
        finished(2, 0, Fact.Role.RESPONDER);
        assertThat(statistics.exchanges()).isEqualTo(1);
        assertThat(statistics.talks().total()).isEqualTo(1);
        assertThat(statistics.talks().between(0, 2)).isEqualTo(1);
        assertThat(world.nodes).extracting(node -> node.exchanges).containsExactly(1L, 0L, 1L);
        assertThat(world.nodes.get(2).lastExchangeNanos).isEqualTo(7);
    }

    @Test
    void exchange_givenUp_countsAsFailed() {
        statistics.count(world.nodes.getFirst(), new Fact.ExchangeAbandoned(world.nodes.getLast().id, 1, "silence"));
        assertThat(statistics.failedExchanges()).isEqualTo(1);
        assertThat(statistics.exchanges()).isZero();
    }

    @Test
    void badRounds_suspectOrDiscarded_countAlike() {
        statistics.count(world.nodes.getFirst(), new Fact.RoundSuspect(1, true, "diverged"));
        statistics.count(world.nodes.getFirst(), new Fact.RoundDiscarded(2, "late"));
        statistics.count(world.nodes.getFirst(), new Fact.Clamped(5, 100));
        statistics.count(world.nodes.getFirst(), new Fact.Clamped(2, 100));
        assertThat(statistics.suspectRounds()).isEqualTo(2);
        assertThat(statistics.clampedValues()).isEqualTo(7);
    }

    @Test
    void limits_ofAllNodes_countTogether() {
        statistics.count(world.nodes.getFirst(), new Fact.LimitReached(Limit.MOVEMENT, world.nodes.getLast().id));
        statistics.count(world.nodes.getLast(), new Fact.LimitReached(Limit.MOVEMENT, world.nodes.getFirst().id));
        assertThat(statistics.limits().byName()).containsExactly(Map.entry("MOVEMENT", 2L));
    }

    @Test
    void times_ofNodesUpAndDown_addUpToTheirLives() {
        SimulatedNode running = world.nodes.get(0);
        running.upNanosBefore = 10;
        running.upSinceNanos = 100;
        running.computingNanos = 15;
        SimulatedNode down = world.nodes.get(1);
        down.up = false;
        down.upNanosBefore = 4;
        now = 130;
        assertThat(statistics.times()).startsWith(new TimeBreakdown(15, 25, 0, 0), new TimeBreakdown(0, 4, 0, 0));
    }
}
