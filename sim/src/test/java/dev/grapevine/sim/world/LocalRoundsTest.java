package dev.grapevine.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.sim.scenario.AttackKind;

/** Local rounds take virtual time. */
class LocalRoundsTest {

    private static final double GIGAFLOPS = 0.5;
    private static final Effect.StartRound ROUND = new Effect.StartRound(4, new float[]{1, 2}, 10, 0, false);

    private final PartsOfAWorld world = new PartsOfAWorld(PartsOfAWorld.attack(AttackKind.SIGN_FLIP, 2));
    private final LocalRounds rounds = new LocalRounds(GIGAFLOPS, world.queue, world.liars, world::tell);

    @BeforeEach
    void giveSolvers() {
        world.nodes.forEach(node -> node.solver = PartsOfAWorld.counting());
    }

    private float[] result() {
        return ((Event.RoundFinished) world.told.getLast()).result().parameters();
    }

    private void finish(SimulatedNode node) {
        assertThat(world.queue.next()).contains(new SimulationEvent.RoundDone(node.number, node.incarnation));
        rounds.end(node, node.incarnation);
    }

    @Test
    void round_onAFastDevice_endsAfterItsOperations() {
        SimulatedNode fast = world.nodes.get(1);
        rounds.start(fast, ROUND);
        finish(fast);
        assertThat(world.queue.now()).as("300 operations, 0.5 a nanosecond, twice as fast").isEqualTo(300);
        assertThat(result()).containsExactly(11, 12);
        assertThat(fast.computingNanos).isEqualTo(300);
        assertThat(fast.steps).isEqualTo(10);
        rounds.start(world.nodes.get(0), ROUND);
        assertThat(rounds.longestNanos()).isEqualTo(600);
    }

    @Test
    void round_ofALifeThatIsOver_isVoid() {
        SimulatedNode node = world.nodes.getFirst();
        rounds.start(node, ROUND);
        node.incarnation++;
        rounds.end(node, node.incarnation - 1);
        assertThat(world.told).isEmpty();
        assertThat(node.steps).isZero();
    }

    @Test
    void round_whileTrainingRests_changesNoParameter() {
        rounds.rest();
        rounds.start(world.nodes.getFirst(), ROUND);
        finish(world.nodes.getFirst());
        assertThat(result()).containsExactly(1, 2).isNotSameAs(ROUND.start());
        assertThat(world.queue.now()).isEqualTo(600);
    }

    @Test
    void round_ofALiar_isWhatTheAttackMakesOfIt() {
        world.faults.turn(1);
        rounds.start(world.nodes.get(2), ROUND);
        finish(world.nodes.get(2));
        assertThat(result()).containsExactly(-9, -8);
    }
}
