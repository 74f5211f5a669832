package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.parameters.QuickKnobs;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.gossip.wire.MalformedFrameException;

/**
 * The first messages of each kind are lost between any two nodes, in each phase of their lives anew: some found a run
 * from the sums of all, one joins it and copies, one restarts and copies, one leaves. A message that is sent only once
 * shows here.
 */
class FirstMessagesLostProperties {

    private static final int PARAMETERS = 20;
    private static final Duration LATENCY = Duration.ofMillis(10);
    private static final Duration ROUND = Duration.ofSeconds(4);
    private static final Duration PART = Duration.ofSeconds(300);

    private record Happening(Duration at, long number, Runnable what) {}

    private static final class Actor {
        private final PeerId id;
        private long life = 1;
        private PeerProtocol protocol;
        private byte[] checkpoint;
        private boolean gone;
        private int exchanges;

        Actor(PeerId id) {
            this.id = id;
        }
    }

    @Property(tries = 25, edgeCases = EdgeCasesMode.NONE)
    void allNodesRunWithOneCharter(@ForAll @IntRange(min = 2, max = 4) int nodes,
            @ForAll @IntRange(max = 3) int lostOfEach, @ForAll long seed) {
        World world = new World(lostOfEach);
        RandomStream random = new RandomStream(seed);
        for (int i = 1; i < nodes; i++) {
            world.join(new PeerId("n" + i), Duration.ofMillis(random.nextInt(3000)));
        }
        world.goOn("founding");
        world.join(new PeerId("n" + (random.nextBoolean(0.5) ? 0 : nodes)), Duration.ZERO);
        world.goOn("joining");
        world.restart(world.actors.get(random.nextInt(nodes)));
        world.goOn("restarting");
        Actor leaving = world.actors.get(random.nextInt(nodes));
        world.step(leaving, new Event.LeaveRequested());
        world.goOn("leaving");
        assertThat(leaving.gone).isTrue();
        assertThat(world.founded).isEqualTo(1);
        assertThat(world.told).as("nobody gave anything up").isEmpty();
    }

    private static final class World {
        private final FrameCodec frames = Rooms.ALL.frames(ProtocolParameters.DEFAULT.frameBytesMax());
        private final List<Actor> actors = new ArrayList<>();
        private final PriorityQueue<Happening> coming = new PriorityQueue<>(
                Comparator.comparing(Happening::at).thenComparing(Happening::number));
        private final Map<String, Integer> dropped = new HashMap<>();
        private final List<String> told = new ArrayList<>();
        private Duration now = Duration.ZERO;
        private long happenings;
        private final int lost;
        private int founded;

        World(int lost) {
            this.lost = lost;
        }

        private void goOn(String part) {
            dropped.clear();
            actors.forEach(actor -> actor.exchanges = 0);
            Duration end = now.plus(PART);
            while (!coming.isEmpty() && coming.peek().at.compareTo(end) <= 0) {
                Happening next = coming.poll();
                now = next.at;
                next.what.run();
            }
            now = end;
            List<Actor> running = actors.stream().filter(actor -> !actor.gone).toList();
            assertThat(running).as(part).allMatch(actor -> actor.protocol.phase() == Phase.RUNNING);
            assertThat(running.stream().map(actor -> actor.protocol.charter()).distinct()).as(part).hasSize(1);
            assertThat(running).as("%s: exchanges", part).allMatch(actor -> running.size() == 1 || actor.exchanges > 0);
        }

        private void at(Duration time, Runnable what) {
            coming.add(new Happening(time, happenings++, what));
        }

        private void join(PeerId id, Duration after) {
            at(now.plus(after), () -> {
                Actor actor = new Actor(id);
                actor.protocol = PeerProtocol.looking(NodeLife.of(id, 1), Rooms.ALL, plan("").parameters(), Map.of(),
                        randomness(actor));
                actors.add(actor);
                start(actor);
            });
        }

        private void restart(Actor actor) {
            actor.life++;
            actor.protocol = PeerProtocol.restore(NodeLife.of(actor.id, actor.life), Rooms.ALL,
                    plan(seed(actor.protocol.charter().orElseThrow())), actor.checkpoint, randomness(actor));
            start(actor);
        }

        private static RandomStream randomness(Actor actor) {
            return new RandomStream(actor.life).fork("node " + actor.id);
        }

        private void start(Actor actor) {
            step(actor, new Event.Started());
            for (Actor other : actors) {
                if (other != actor && !other.gone) {
                    step(actor, new Event.PeerJoined(other.id, other.life));
                    step(other, new Event.PeerJoined(actor.id, actor.life));
                }
            }
        }

        private static RunPlan plan(String seed) {
            RunPlan plan = ProtocolWorld.plan(1, PARAMETERS, "modular:4", 8);
            ProtocolParameters usual = ProtocolParameters.DEFAULT;
            ProtocolParameters parameters = QuickKnobs.ofBlocks(8).withRetryAfterMax(usual.retryAfterMax())
                    .withOfferAttempts(2).withEnrolmentPatience(usual.enrolmentPatience())
                    .withSumsPatience(usual.sumsPatience());
            return new RunPlan(new Charter(List.of(new Charter.Term("seed", seed, true))), parameters, plan.strategy(),
                    plan.mergeRule(), plan.initialParameters());
        }

        private static String seed(Charter charter) {
            return charter.terms().getFirst().value();
        }

        private void step(Actor actor, Event event) {
            for (Effect effect : actor.protocol.step(now, event)) {
                perform(actor, actor.life, effect);
            }
        }

        /** As long as the actor is in that life. */
        private void later(Actor actor, long life, Duration delay, Event event) {
            at(now.plus(delay), () -> {
                if (actor.life == life && !actor.gone) {
                    step(actor, event);
                }
            });
        }

        private void perform(Actor actor, long life, Effect effect) {
            switch (effect) {
                case Effect.Send send -> transmit(actor, send);
                case Effect.SetTimer timer -> later(actor, life, timer.delay(), new Event.TimerFired(timer.timer()));
                case Effect.StartRound round -> later(actor, life, ROUND, new Event.RoundFinished(
                        new RoundResult(round.round(), trained(round), round.steps(), 1, 0.9)));
                case Effect.ProvideSums _ -> later(actor, life, LATENCY, new Event.SumsReady(new byte[]{1}));
                case Effect.FoundCharter _ -> {
                    founded++;
                    later(actor, life, LATENCY, new Event.CharterAdopted(plan(actor.id.text())));
                }
                case Effect.AdoptCharter adopt ->
                    later(actor, life, LATENCY, new Event.CharterAdopted(plan(seed(adopt.charter()))));
                case Effect.Checkpoint checkpoint -> actor.checkpoint = checkpoint.snapshot();
                case Effect.Report report -> report(actor, report.fact());
                case Effect.Halt halt -> throw new AssertionError(halt.sentence());
                case Effect.Left _ -> {
                    actor.gone = true;
                    actors.forEach(other -> {
                        if (!other.gone) {
                            later(other, other.life, LATENCY, new Event.PeerSuspected(actor.id));
                        }
                    });
                }
                case Effect.StartMerge _,Effect.Persist _,Effect.Outlived _,Effect.ChangeRun _ -> {
                }
            }
        }

        private void report(Actor actor, Fact fact) {
            switch (fact) {
                case Fact.ExchangeFinished _ -> actor.exchanges++;
                // At first no other node has a replica yet, and the nodes here learn nothing in common.
                case Fact.GivenUp(String sentence) when sentence.contains("compare the copy")
                        || sentence.startsWith("What it copied") ->
                    {
                    }
                case Fact.GivenUp givenUp -> told.add(actor.id + ": " + givenUp.sentence());
                case Fact.PeerFaulted faulted -> throw new AssertionError(actor.id + ": " + faulted);
                default -> {
                }
            }
        }

        private static float[] trained(Effect.StartRound round) {
            float[] end = round.start().clone();
            RandomStream noise = new RandomStream(round.seed());
            for (int i = 0; i < end.length; i++) {
                end[i] += (float) (0.01 * noise.nextGaussian());
            }
            return end;
        }

        private void transmit(Actor from, Effect.Send send) {
            String kind;
            try {
                kind = from.id + ">" + send.to() + " "
                        + frames.decode(send.bytes()).message().getClass().getSimpleName();
            } catch (MalformedFrameException e) {
                throw new AssertionError(e);
            }
            if (dropped.merge(kind, 1, Integer::sum) > lost) {
                at(now.plus(LATENCY), () -> actors.stream().filter(actor -> actor.id.equals(send.to()) && !actor.gone)
                        .forEach(actor -> step(actor, new Event.MessageArrived(from.id, send.bytes()))));
            }
        }
    }
}
