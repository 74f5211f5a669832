package dev.grapevine.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.mixing.Average;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.robust.Aggregators;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.effect.Timer;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.sim.time.DeviceClock;

class EffectPerformerTest {

    private static final Charter CHARTER = new Charter(List.of(new Charter.Term("seed", "1", true)));

    private final PartsOfAWorld world = new PartsOfAWorld(PartsOfAWorld.ownOptions(1));
    private final SimulatedNode node = world.nodes.get(1);
    private final List<String> lives = new ArrayList<>();
    private final List<SimulationEvent.ForNode> delivered = new ArrayList<>();
    private final RunStatistics statistics = new RunStatistics(world.nodes, world.byId, world.network,
            world.queue::now);
    private final EffectPerformer performer = new EffectPerformer(world.queue, world.byId,
            new FrameTravel(world.nodes, world.network, world.queue, world.liars, world.faults, world.laws,
                    delivered::add),
            new LocalRounds(1, world.queue, world.liars, world::tell), new Lives(),
            new SelfStops(world.nodes, world.all, world, world.faults), statistics, number -> number == 1,
            seconds -> CHARTER.ofRun("founded"));

    private final class Lives implements EffectPerformer.Lives {

        @Override
        public void keep(SimulatedNode kept, Effect.Checkpoint checkpoint) {
            lives.add("keep " + kept.id);
        }

        @Override
        public RunPlan plan(SimulatedNode of, Charter charter) {
            return new RunPlan(charter, ProtocolParameters.DEFAULT, Rooms.ALL.strategy("pairwise", "float32"),
                    new Average(), new float[2]);
        }

        @Override
        public void left(SimulatedNode gone) {
            lives.add("left " + gone.id);
        }
    }

    /** The next event for the node, and its time. */
    private Event next(long nanos) {
        SimulationEvent.ForNode event = (SimulationEvent.ForNode) world.queue.next().orElseThrow();
        assertThat(event.node()).isEqualTo(node.number);
        assertThat(event.incarnation()).isEqualTo(node.incarnation);
        assertThat(world.queue.now()).isEqualTo(nanos);
        return event.event();
    }

    @Test
    void sentFrameGoesToItsReceiver() {
        performer.perform(node, new Effect.Send(new PeerId("n2"), new byte[]{1}));
        assertThat(world.queue.next()).get().isInstanceOfSatisfying(SimulationEvent.Arrival.class, arrival -> {
            assertThat(arrival.from()).isEqualTo(1);
            assertThat(arrival.to()).isEqualTo(2);
        });
    }

    @Test
    void timerFollowsTheClockOfTheNode() {
        SimulatedNode fast = new SimulatedNode(1, node.id, new RandomStream(1), 1, new DeviceClock(2));
        performer.perform(fast, new Effect.SetTimer(new Timer.HurryLeaving(), Duration.ofSeconds(3)));
        assertThat(next(1_500_000_000L)).isEqualTo(new Event.TimerFired(new Timer.HurryLeaving()));
    }

    @Test
    void persistedValueIsKeptAndConfirmedAfterTheStep() {
        performer.perform(node, new Effect.Persist(4, "ledger", new byte[]{5}));
        assertThat(node.kept).containsOnlyKeys("ledger");
        assertThat(node.kept.get("ledger")).containsExactly(5);
        assertThat(next(1)).isEqualTo(new Event.Persisted(4));
    }

    @Test
    void mergeEndsAfterTheStep() {
        performer.perform(node, new Effect.StartMerge(6, Aggregators.byName("median"), new int[]{0},
                List.of(new int[]{2}, new int[]{4})));
        Event.MergeFinished finished = (Event.MergeFinished) next(1);
        assertThat(finished.number()).isEqualTo(6);
        assertThat(finished.increments()).containsExactly(2);
    }

    @Test
    void checkpointIsKeptOnlyIfTheNodeMayCrash() {
        Effect checkpoint = new Effect.Checkpoint(new byte[0]);
        performer.perform(world.nodes.get(0), checkpoint);
        assertThat(lives).isEmpty();
        performer.perform(node, checkpoint);
        assertThat(lives).containsExactly("keep n1");
    }

    @Test
    void charterIsAdoptedAfterPreparation() {
        performer.perform(node, new Effect.AdoptCharter(CHARTER));
        Event.CharterAdopted adopted = (Event.CharterAdopted) next(EffectPerformer.PREPARATION_NANOS);
        assertThat(adopted.plan().charter()).isEqualTo(CHARTER);
    }

    @Test
    void founderAdoptsNewRunAfterPreparation() {
        performer.perform(node, new Effect.FoundCharter(List.of()));
        Event.CharterAdopted adopted = (Event.CharterAdopted) next(EffectPerformer.PREPARATION_NANOS);
        assertThat(adopted.plan().charter().run()).isEqualTo("founded");
    }

    @Test
    void sumsNameTheNode() {
        performer.perform(node, new Effect.ProvideSums());
        Event.SumsReady ready = (Event.SumsReady) next(EffectPerformer.PREPARATION_NANOS);
        assertThat(ready.sums()).asString(StandardCharsets.US_ASCII).isEqualTo("n1");
    }

    @Test
    void endOfLifeComesAfterTheStep() {
        performer.perform(node, new Effect.Outlived(9));
        assertThat(world.queue.next()).contains(new SimulationEvent.Outlived(1, node.incarnation, 9));
        performer.perform(node, new Effect.ChangeRun(CHARTER));
        assertThat(world.queue.next()).contains(new SimulationEvent.RunChanges(1, node.incarnation, CHARTER));
        assertThat(world.queue.now()).isEqualTo(2);
        performer.perform(node, new Effect.Left());
        assertThat(lives).containsExactly("left n1");
    }

    @Test
    void haltCrashesTheNode() {
        performer.perform(node, new Effect.Halt(Effect.Cause.SETTINGS, "Too many rounds diverged"));
        assertThat(world.done).containsExactly("crash 1");
    }
}
