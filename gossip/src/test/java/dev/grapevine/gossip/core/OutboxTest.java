package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Limit;
import dev.grapevine.gossip.pace.Pacer;
import dev.grapevine.gossip.pace.SendQueue;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage;

class OutboxTest {

    private static final PeerId PEER = new PeerId("peer");

    private final Outbox outbox = new Outbox(ProtocolWorld.frames(), 1);

    private void send(int blocks) {
        for (int block = 0; block < blocks; block++) {
            outbox.send(PEER, 1, new ExchangeMessage.BlockDone(1, block));
        }
    }

    @Test
    void eachFrameThatIsDroppedIsReported() {
        outbox.paceWith(Optional.of(new Pacer(1)));
        send(SendQueue.OF_A_PEER_MAX);
        assertThat(outbox.take()).isEmpty();
        send(SendQueue.OF_A_PEER_MAX + 2);
        Effect dropped = new Effect.Report(new Fact.LimitReached(Limit.WAITING_FRAMES, PEER));
        assertThat(outbox.take()).as("repetitions of waiting ones are not dropped").containsExactly(dropped, dropped);
    }

    @Test
    void withoutABandwidthLimitNothingIsDropped() {
        send(SendQueue.OF_A_PEER_MAX + 2);
        assertThat(outbox.take()).hasSize(SendQueue.OF_A_PEER_MAX + 2).allMatch(Effect.Send.class::isInstance);
    }
}
