package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Timer;
import dev.grapevine.gossip.lifecycle.Phase;

class DepartureTest {

    private final OneNodesParts node = OneNodesParts.running();

    @Test
    void nodeWithoutARunStopsAtOnce() {
        OneNodesParts looking = new OneNodesParts(Phase.ENROLLING);
        looking.departure.leave();
        assertThat(looking.take()).containsExactly(new Effect.Left());
        looking.departure.leave();
        assertThat(looking.take()).as("once").isEmpty();
    }

    @Test
    void nodeWithNothingUnfinishedTellsItsPeersAndStops() {
        node.arrivals.joined(OneNodesParts.PEER, 1);
        node.take();
        node.departure.leave();
        assertThat(node.take()).containsExactly(
                new Effect.SetTimer(new Timer.HurryLeaving(), HandOver.time(node.plan.parameters().leavePatience())));
        node.departure.finishIfDone();
        List<Effect> effects = node.take();
        assertThat(effects.getFirst()).isInstanceOf(Effect.Send.class);
        assertThat(effects).anyMatch(Effect.Checkpoint.class::isInstance).last().isEqualTo(new Effect.Left());
        assertThat(node.view.phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void runningRoundIsAwaitedButNotLongerThanThePatience() {
        node.training.startRound();
        node.departure.leave();
        node.take();
        node.departure.finishIfDone();
        assertThat(node.take()).isEmpty();
        node.departure.hurry();
        Duration patience = node.plan.parameters().leavePatience();
        assertThat(node.take()).as("the rest of the patience").containsExactly(
                new Effect.SetTimer(new Timer.HurryLeaving(), patience.minus(HandOver.time(patience))));
        node.departure.hurry();
        assertThat(node.take()).as("no checkpoint in the middle of a round").containsExactly(new Effect.Left());
    }

    @Test
    void nodeThatDoesNotLeaveIgnoresALateTimer() {
        node.departure.hurry();
        node.departure.finishIfDone();
        assertThat(node.take()).isEmpty();
    }
}
