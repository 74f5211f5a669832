package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.Event;

/** Rounds of training, and the checks that every message passes first. */
class RoundsTest extends OneNode {

    @Test
    void lateResultIsDropped() {
        PeerProtocol node = founder();
        long mass = node.replica().orElseThrow().mass();
        assertThat(finishRound(node, 7, 1)).isEmpty();
        assertThat(node.replica().orElseThrow().mass()).isEqualTo(mass);
        assertThat(node.rounds()).isZero();
    }

    @Test
    void trainingIsAddedToThePresentReplica() {
        PeerProtocol node = founder();
        float[] before = new float[20];
        node.replica().orElseThrow().copyTo(before);
        finishRound(node, 1, 0.5f);
        float[] after = new float[20];
        node.replica().orElseThrow().copyTo(after);
        for (int i = 0; i < after.length; i++) {
            assertThat(after[i]).isCloseTo(before[i] + 0.5f, within(1e-6f));
        }
        assertThat(node.rounds()).isEqualTo(1);
    }

    @Test
    void failedRoundIsABug() {
        Effect.Halt halt = effect(step(founder(), new Event.RoundFailed(1, "out of memory")), Effect.Halt.class)
                .orElseThrow();
        assertThat(halt).isEqualTo(new Effect.Halt(Effect.Cause.BUG, "Round 1 failed: out of memory"));
    }

    // Every message
}
