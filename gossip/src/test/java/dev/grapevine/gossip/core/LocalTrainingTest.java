package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.lifecycle.Phase;

class LocalTrainingTest {

    private final OneNodesParts node = OneNodesParts.running();

    private Effect.StartRound start() {
        node.training.startRound();
        return (Effect.StartRound) node.take().getFirst();
    }

    private boolean finish(Effect.StartRound round, float change) {
        float[] end = round.start().clone();
        for (int i = 0; i < end.length; i++) {
            end[i] += change;
        }
        return node.training.roundFinished(new RoundResult(round.round(), end, round.steps(), 1, 0.9));
    }

    @Test
    void oneRoundAtATime() {
        start();
        node.training.startRound();
        assertThat(node.take()).isEmpty();
    }

    @Test
    void pausedNodeBeginsNoRound() {
        node.parts.paused = true;
        node.training.startRound();
        assertThat(node.take()).isEmpty();
    }

    @Test
    void roundIsInstalledAndReported() {
        Effect.StartRound round = start();
        assertThat(finish(round, 0.01f)).isTrue();
        assertThat(node.facts()).containsExactly(new Fact.RoundInstalled(round.round(), round.steps(), 0.9));
        assertThat(node.parts.run.rounds.finished()).isEqualTo(1);
    }

    @Test
    void divergedRoundIsDiscarded() {
        assertThat(finish(start(), Float.NaN)).isFalse();
        assertThat(node.facts()).containsExactly(new Fact.RoundDiscarded(1, "training diverged"));
    }

    @Test
    void lateRoundIsIgnored() {
        Effect.StartRound round = start();
        finish(round, 0.01f);
        node.take();
        assertThat(finish(round, 0.01f)).isFalse();
        assertThat(node.take()).isEmpty();
    }

    @Test
    void leavingNodeInstallsItsLastRound() {
        Effect.StartRound round = start();
        node.parts.lifecycle.enter(Phase.LEAVING);
        assertThat(finish(round, 0.01f)).as("it takes no checkpoint of its own").isFalse();
        assertThat(node.facts()).hasSize(1);
        node.training.startRound();
        assertThat(node.take()).isEmpty();
    }

    @Test
    void failedRoundStopsTheNode() {
        node.training.roundFailed(7, "no memory");
        assertThat(node.take()).containsExactly(new Effect.Halt(Effect.Cause.BUG, "Round 7 failed: no memory"));
        assertThat(node.view.phase()).isEqualTo(Phase.STOPPED);
    }
}
