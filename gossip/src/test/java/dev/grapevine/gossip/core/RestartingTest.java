package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.parameters.Ledger;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.core.PeerProtocol.Phase;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.random.RandomStream;

/** A node that comes back with a checkpoint. */
class RestartingTest extends OneNode {

    private PeerProtocol restarted() {
        PeerProtocol before = founder();
        Effect.Checkpoint checkpoint = null;
        for (int round = 1; round <= 3; round++) {
            now = now.plusSeconds(10);
            checkpoint = effect(finishRound(before, round, 0.1f), Effect.Checkpoint.class).orElseThrow();
        }
        now = Duration.ZERO;
        PeerProtocol after = PeerProtocol.restore(checkpoint.cut(), SELF, 4, frames, PLAN, new RandomStream(5));
        assertThat(after.replica().orElseThrow().units()).isEqualTo(before.replica().orElseThrow().units());
        return after;
    }

    @Test
    void afterARestartANodeCopiesAPeersReplica() {
        PeerProtocol node = restarted();
        assertThat(node.phase()).isEqualTo(Phase.CATCHING_UP);
        assertThat(effect(step(node, new Event.Started()), Effect.StartRound.class)).isEmpty();
        assertThat(sent(step(node, new Event.PeerJoined(PEER, 1)))).containsExactly(new Message.CharterRequest());
        Charter other = new Charter(List.of(new Charter.Term("seed", "2", true)));
        assertThat(hear(node, new Message.CharterReply(Optional.of(other), 50))).as("another run").isEmpty();
        assertThat(sent(hear(node, new Message.CharterReply(Optional.of(PLAN.charter()), 50))))
                .containsExactly(new Message.CopyRequest(0), new Message.CopyRequest(1));
        hear(node, new Message.CopyReply(0, new byte[32]));
        hear(node, new Message.CopyReply(1, new byte[32]));
        assertThat(effect(hear(node, new Message.CopyReply(2, new byte[16])), Effect.StartRound.class)).isPresent();
        assertThat(node.replica().orElseThrow().balances()).isTrue();
        assertThat(node.replica().orElseThrow().ledger().total(Ledger.Reason.RESTARTED).count()).isEqualTo(1);
    }

    @Test
    void afterARestartALonelyNodeGoesOnFromItsCheckpoint() {
        PeerProtocol node = restarted();
        Effect.SetTimer timer = effect(step(node, new Event.Started()), Effect.SetTimer.class).orElseThrow();
        now = now.plus(timer.delay());
        Effect.StartRound round = effect(step(node, new Event.TimerFired(timer.timer())), Effect.StartRound.class)
                .orElseThrow();
        assertThat(round.round()).isEqualTo(4);
    }

    @Test
    void aCutOfAnotherRunIsRefused() {
        byte[] cut = founder().save();
        RunPlan other = ProtocolWorld.plan(2, 20, "modular:4", 8);
        assertThatThrownBy(() -> PeerProtocol.restore(cut, SELF, 4, frames, other, new RandomStream(5)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("another charter");
        assertThatThrownBy(() -> PeerProtocol.restore(Arrays.copyOf(cut, cut.length / 2), SELF, 4,
                frames, PLAN, new RandomStream(5)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("damaged");
    }
}
