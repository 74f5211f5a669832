package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.delta.Grid;
import dev.grapevine.gossip.core.PeerProtocol.Phase;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.message.Message;

/** A node that leaves, and one that others leave. */
class LeavingTest extends OneNode {

    @Test
    void aLeavingNodeFinishesWhatIsUnfinished() {
        PeerProtocol node = founder();
        Message.BlockRequest request = firstRequest(exchanging(node));
        step(node, new Event.LeaveRequested());
        assertThat(node.phase()).isEqualTo(Phase.LEAVING);
        finishRound(node, 2, 0.01f);
        byte[] payload = {PLAIN, 0, 0, 0, 0};
        assertThat(sent(hear(node, new Message.BlockReply(1, request.block(), 1, request.grid(), payload))))
                .as("no further block").containsExactly(new Message.BlockDone(1, request.block()));
        int other = (request.block() + 1) % 3;
        byte[] zeros = new byte[other == 2 ? 3 : 5];
        zeros[0] = PLAIN;
        List<Effect> last = hear(node, new Message.BlockReply(1, other, 1, lastGrid(node, request), zeros));
        assertThat(sent(last)).contains(new Message.BlockDone(1, other), new Message.Leaving());
        assertThat(last).hasAtLeastOneElementOfType(Effect.Checkpoint.class);
        assertThat(last.getLast()).isEqualTo(new Effect.Left());
    }

    /** All blocks have the same scale at the first exchange: each changed by as much. */
    private static Grid lastGrid(PeerProtocol node, Message.BlockRequest request) {
        assertThat(node.unfinishedBlocks()).isEqualTo(1);
        return request.grid();
    }

    @Test
    void aLeavingNodeDoesNotWaitForEver() {
        PeerProtocol node = founder();
        exchanging(node);
        Effect.SetTimer timer = effect(step(node, new Event.LeaveRequested()), Effect.SetTimer.class).orElseThrow();
        now = now.plus(timer.delay());
        assertThat(step(node, new Event.TimerFired(timer.timer())).getLast()).isEqualTo(new Effect.Left());
        assertThat(node.phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void whoHearsOfAPeersLeavingForgetsIt() {
        PeerProtocol node = founder();
        exchanging(node);
        assertThat(fact(hear(node, new Message.Leaving()), Fact.BlocksOrphaned.class)).isPresent();
        assertThat(node.livePeers()).isEmpty();
    }
}
