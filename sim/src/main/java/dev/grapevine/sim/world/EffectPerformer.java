package dev.grapevine.sim.world;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.IntPredicate;

import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.sim.time.EventQueue;

/**
 * Performs the effects of nodes' steps, as a real driver does, and adds the events that follow to the queue. Disk and
 * merges take one nanosecond: enough to come after the step. For one thread.
 */
final class EffectPerformer {

    /** The part of nodes' lives that effects touch. */
    interface Lives {

        /** Stores a checkpoint on the node's disk. */
        void keep(SimulatedNode node, Effect.Checkpoint checkpoint);

        /** The node's plan of a run with this charter. */
        RunPlan plan(SimulatedNode node, Charter charter);

        /** The node has left in good order. */
        void left(SimulatedNode node);
    }

    /** Time that a real node takes to sum up its data, or to prepare a run. */
    static final long PREPARATION_NANOS = 100_000_000L;

    private final EventQueue<SimulationEvent> queue;
    private final Map<PeerId, SimulatedNode> byId;
    private final FrameTravel frames;
    private final LocalRounds rounds;
    private final Lives lives;
    private final SelfStops stops;
    private final RunStatistics statistics;
    private final IntPredicate mayCrash;
    private final DoubleFunction<Charter> foundings;

    /**
     * @param mayCrash  whether a node, by number, ever crashes: only then its checkpoints are stored
     * @param foundings makes the charter of a run that is founded at a virtual time in seconds
     */
    EffectPerformer(EventQueue<SimulationEvent> queue, Map<PeerId, SimulatedNode> byId, FrameTravel frames,
            LocalRounds rounds, Lives lives, SelfStops stops, RunStatistics statistics, IntPredicate mayCrash,
            DoubleFunction<Charter> foundings) {
        this.queue = queue;
        this.byId = byId;
        this.frames = frames;
        this.rounds = rounds;
        this.lives = lives;
        this.stops = stops;
        this.statistics = statistics;
        this.mayCrash = mayCrash;
        this.foundings = foundings;
    }

    void perform(SimulatedNode node, Effect effect) {
        switch (effect) {
            case Effect.Send send -> frames.send(node, byId.get(send.to()), send.bytes());
            case Effect.SetTimer timer -> queue.add(node.clock.trueNanos(queue.now(), timer.delay()),
                    forNode(node, new Event.TimerFired(timer.timer())));
            case Effect.StartRound round -> rounds.start(node, round);
            case Effect.StartMerge merge -> next(forNode(node, new Event.MergeFinished(merge.number(),
                    merge.aggregator().increments(merge.own(), merge.others()))));
            case Effect.Persist persist -> {
                node.kept.put(persist.name(), persist.bytes());
                next(forNode(node, new Event.Persisted(persist.number())));
            }
            case Effect.Checkpoint checkpoint -> {
                if (mayCrash.test(node.number)) {
                    lives.keep(node, checkpoint);
                }
            }
            case Effect.Report report -> statistics.count(node, report.fact());
            case Effect.Halt halt -> stops.stop(node, halt, seconds());
            case Effect.AdoptCharter adopt ->
                prepare(node, new Event.CharterAdopted(lives.plan(node, adopt.charter())));
            case Effect.FoundCharter _ ->
                prepare(node, new Event.CharterAdopted(lives.plan(node, foundings.apply(seconds()))));
            case Effect.ProvideSums _ ->
                prepare(node, new Event.SumsReady(node.id.text().getBytes(StandardCharsets.US_ASCII)));
            case Effect.Outlived outlived ->
                next(new SimulationEvent.Outlived(node.number, node.incarnation, outlived.incarnation()));
            case Effect.ChangeRun change ->
                next(new SimulationEvent.RunChanges(node.number, node.incarnation, change.charter()));
            case Effect.Left _ -> lives.left(node);
        }
    }

    private static SimulationEvent forNode(SimulatedNode node, Event event) {
        return new SimulationEvent.ForNode(node.number, node.incarnation, event);
    }

    private void next(SimulationEvent event) {
        queue.add(queue.now() + 1, event);
    }

    private void prepare(SimulatedNode node, Event done) {
        queue.add(queue.now() + PREPARATION_NANOS, forNode(node, done));
    }

    private double seconds() {
        return queue.now() / 1e9;
    }
}
