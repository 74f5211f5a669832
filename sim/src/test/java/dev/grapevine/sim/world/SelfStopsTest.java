package dev.grapevine.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.node.Sentences;
import dev.grapevine.node.result.RunSummary;
import dev.grapevine.sim.scenario.AttackKind;

/** Nodes that stop by themselves. */
class SelfStopsTest {

    private static final Effect.Halt HALT = new Effect.Halt(Effect.Cause.SETTINGS, "Too many rounds diverged");

    private final PartsOfAWorld world = new PartsOfAWorld(PartsOfAWorld.ownOptions(1),
            PartsOfAWorld.attack(AttackKind.SIGN_FLIP, 2));
    private final SelfStops stops = new SelfStops(world.nodes, world.all, world, world.faults);

    private void stop(int node) {
        stops.stop(world.nodes.get(node), HALT, 3);
    }

    @Test
    void stop_ofANodeLikeAllOthers_isAMistakeOfTheRun() {
        Sentences.assertMistake(() -> stop(0), "Node n0 stopped. Too many rounds diverged");
        assertThat(world.done).isEmpty();
    }

    @Test
    void stop_ofANodeWithOwnOptions_isListedUntilItStartsAgain() {
        stop(1);
        assertThat(world.done).containsExactly("crash 1");
        assertThat(world.nodes.get(1).stoppedItself).isTrue();
        assertThat(stops.stops()).containsExactly(new RunSummary.Stop(3, 1, HALT.sentence()));
        assertThat(world.faults.injected()).extracting(Object::toString).singleElement().asString()
                .contains("stop of [1] by itself: Too many rounds diverged");
        world.restart(1);
        assertThat(stops.stops()).isEmpty();
    }

    @Test
    void stop_ofALiar_isNotListed() {
        stop(2);
        assertThat(world.done).containsExactly("crash 2");
        assertThat(stops.stops()).isEmpty();
    }

    @Test
    void list_onceComplete_keepsNodesThatStartAgain() {
        stop(1);
        stop(2);
        stops.complete();
        stops.startAgain();
        assertThat(world.done).endsWith("restart 1", "restart 2");
        assertThat(stops.stops()).extracting(RunSummary.Stop::node).containsExactly(1);
    }
}
