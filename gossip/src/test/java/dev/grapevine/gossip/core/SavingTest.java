package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.lifecycle.Phase;

class SavingTest {

    private final OneNodesParts node = OneNodesParts.running();

    @Test
    void checkpointIsTakenWhenTheIntervalIsOver() {
        node.saving.checkpoint();
        node.take();
        node.saving.checkpointIfDue();
        List<Effect> early = node.take();
        node.parts.now = node.plan.parameters().checkpointInterval();
        node.saving.checkpointIfDue();
        assertThat(node.take()).singleElement().isInstanceOfSatisfying(Effect.Checkpoint.class,
                taken -> assertThat(taken.snapshot()).isNotEmpty());
        assertThat(early).hasSize(node.plan.parameters().checkpointInterval().isZero() ? 1 : 0);
    }

    @Test
    void wantedCheckpointWaitsForTheRoundThatIsRunning() {
        node.training.startRound();
        node.take();
        node.saving.want();
        assertThat(node.take()).isEmpty();
        node.training.roundFinished(new RoundResult(1, new float[20], 1, 1, 0.9));
        node.take();
        node.saving.checkpointIfDue();
        assertThat(node.take()).singleElement().isInstanceOf(Effect.Checkpoint.class);
    }

    @Test
    void nodeWithoutARunTakesNoCheckpoint() {
        OneNodesParts looking = new OneNodesParts(Phase.ENROLLING);
        looking.saving.want();
        assertThat(looking.take()).isEmpty();
        assertThat(looking.saving.save()).as("but it can be saved").isNotEmpty();
    }
}
