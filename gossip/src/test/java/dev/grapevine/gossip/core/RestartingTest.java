package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.room.Rooms;

/** A node that comes back with a checkpoint. */
class RestartingTest extends OneNode {

    @Test
    void snapshotOfAnotherRunIsRefused() {
        byte[] cut = founder().save();
        RunPlan other = ProtocolWorld.plan(2, 20, "modular:4", 8);
        assertThatThrownBy(() -> PeerProtocol.restore(NodeLife.of(SELF, 4), Rooms.ALL, other, cut, new RandomStream(5)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("another charter");
        assertThatThrownBy(
                () -> PeerProtocol.restore(NodeLife.of(SELF, 4), Rooms.ALL, PLAN, Arrays.copyOf(cut, cut.length / 2),
                        new RandomStream(5)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("damaged");
    }
}
