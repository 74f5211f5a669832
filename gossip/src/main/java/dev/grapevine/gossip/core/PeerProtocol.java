package dev.grapevine.gossip.core;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Timer;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.joining.Copying;
import dev.grapevine.gossip.joining.Joining;
import dev.grapevine.gossip.leaving.Farewells;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.notice.RunView;
import dev.grapevine.gossip.pace.Pacer;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.wire.FrameCodec;

/**
 * The protocol of one node as a pure step function: all of the world enters as events, all wishes leave as effects.
 *
 * <p>It reads no clock, owns no thread and draws only from the randomness it was given, so the same events give the
 * same effects. This class routes events; messages are handled in {@link dev.grapevine.gossip.conversation} and in the
 * packages that {@link Rooms} lists. Not for several threads at once: a driver calls {@link #step} for one event after
 * the other.
 */
public final class PeerProtocol {

    private final NodeParts parts;
    private final JoiningView context;
    private final Joining joining;
    private final Arrivals arrivals;
    private final LocalTraining training;
    private final Saving saving;
    private final Departure departure;
    private final RunFollower follower;

    private PeerProtocol(NodeLife life, Rooms rooms, Phase first, ProtocolParameters parameters,
            Map<String, String> pinned, RandomStream random) {
        FrameCodec frames = rooms.frames(parameters.frameBytesMax());
        this.parts = new NodeParts(life, first, frames, parameters, random.fork("peer choice"));
        this.context = new JoiningView(parts);
        Copying copying = new Copying(context);
        this.joining = new Joining(context, copying, parameters, pinned);
        this.arrivals = new Arrivals(rooms, frames, parts, context);
        this.training = new LocalTraining(parts, context);
        this.saving = new Saving(parts);
        this.departure = new Departure(parts, saving);
        this.follower = new RunFollower(parts, training, saving,
                new RandomStream(random.seed()).fork("rounds").seed());
        parts.joining = joining;
        parts.conversations.add(joining);
        parts.conversations.add(copying);
        parts.conversations.add(new Farewells(arrivals::departed, arrivals::outlived));
    }

    /**
     * A node that has to find its run.
     *
     * @param rooms      the rooms that it practises
     * @param parameters for the time until a charter is found
     * @param pinned     terms that the user gave explicitly: a run that differs in one is refused
     * @param random     all of this node's randomness
     */
    public static PeerProtocol looking(NodeLife life, Rooms rooms, ProtocolParameters parameters,
            Map<String, String> pinned, RandomStream random) {
        return new PeerProtocol(life, rooms, Phase.ENROLLING, parameters, pinned, random);
    }

    /** A node that knows its run from the start, such as its founder. */
    public static PeerProtocol knowing(NodeLife life, Rooms rooms, RunPlan plan, RandomStream random) {
        return knowing(life, rooms, plan, Phase.RUNNING, random);
    }

    private static PeerProtocol knowing(NodeLife life, Rooms rooms, RunPlan plan, Phase first, RandomStream random) {
        PeerProtocol protocol = new PeerProtocol(life, rooms, first, plan.parameters(),
                Collections.emptySortedMap(), random);
        protocol.follower.follow(plan);
        return protocol;
    }

    /**
     * Goes on from a snapshot of a node that had a run.
     *
     * @param life   the incarnation that saved it, to go on with it (kept bytes are in the snapshot); or a later one,
     *     after a restart: unfinished work is void, and the node copies a peer's replica if a peer is there, since the
     *     others already have more of its training than its own replica
     * @param random as it was given to the protocol that saved the snapshot
     * @throws IllegalArgumentException if the bytes are not a snapshot or do not fit the plan; the message is a
     *     sentence
     */
    public static PeerProtocol restore(NodeLife life, Rooms rooms, RunPlan plan, byte[] snapshot,
            RandomStream random) {
        NodeSnapshot saved = NodeSnapshot.read(snapshot, plan);
        boolean sameLife = saved.incarnation() == life.incarnation();
        PeerProtocol protocol = knowing(life, rooms, plan,
                sameLife ? saved.phase() : Phase.CATCHING_UP, random);
        saved.restore(protocol.parts, sameLife);
        return protocol;
    }

    /**
     * The snapshot of a node that knows a run and has learned nothing of it. A node that changes to another run begins
     * from it, so that it looks for a copy as after a restart.
     *
     * @param life the one that ends: the snapshot is to be restored under a later one
     */
    public static byte[] nothingLearned(NodeLife life, Rooms rooms, RunPlan plan, RandomStream random) {
        return knowing(life, rooms, plan, random).save();
    }

    /**
     * The incarnation that saved a snapshot.
     *
     * @return {@link Incarnations#UNKNOWN} if it is of another version
     */
    public static long savedBy(byte[] snapshot) {
        return NodeSnapshot.savedBy(snapshot);
    }

    /** The whole state of a node, except the plan. */
    public byte[] save() {
        return saving.save();
    }

    /**
     * Takes one event and returns the effects to perform.
     *
     * @param now since the node's start; never earlier than at the last call
     * @return to be performed in this order; the list is the caller's
     */
    public List<Effect> step(Duration now, Event event) {
        parts.now = now;
        long clampedBefore = training.clamped();
        handle(event);
        if (parts.lifecycle.hasBegun()) {
            follower.begin();
        }
        departure.finishIfDone();
        if (parts.run != null) {
            follower.moveOn();
            long clamped = training.clamped();
            if (clamped > clampedBefore) {
                parts.outbox.report(new Fact.Clamped(clamped - clampedBefore, clamped));
            }
        }
        return parts.outbox.take();
    }

    private void handle(Event event) {
        switch (event) {
            case Event.Started _ -> started();
            case Event.MessageArrived message -> arrivals.arrived(message.from(), message.bytes());
            case Event.TimerFired fired -> onTimer(fired.timer());
            case Event.CharterAdopted adopted -> adopted(adopted.plan());
            case Event.RoundFinished finished -> {
                if (training.roundFinished(finished.result())) {
                    saving.checkpointIfDue();
                }
            }
            case Event.RoundFailed failed -> training.roundFailed(failed.round(), failed.reason());
            case Event.MergeFinished merge -> {
                if (parts.takesPart()) {
                    parts.participation.strategy().merged(merge.number(), merge.increments());
                }
            }
            case Event.Persisted persisted -> {
                if (parts.takesPart()) {
                    parts.participation.strategy().persisted(persisted.number());
                }
            }
            case Event.Evaluated evaluated -> {
                if (parts.takesPart()) {
                    parts.participation.notices().measured(context.rounds(), evaluated.rows(), evaluated.loss(),
                            evaluated.accuracy());
                }
            }
            case Event.PeerJoined joined -> arrivals.joined(joined.peer(), joined.incarnation());
            case Event.PeerSuspected suspected -> arrivals.lost(suspected.peer());
            case Event.SumsReady ready -> joining.sumsReady(ready.sums());
            case Event.FoundRequested _ -> joining.foundNow();
            case Event.LeaveRequested _ -> departure.leave();
            case Event.PauseRequested _ -> parts.paused = true;
            case Event.ResumeRequested _ -> parts.paused = false;
            case Event.CheckpointRequested _ -> saving.want();
        }
    }

    public Phase phase() {
        return parts.lifecycle.phase();
    }

    /** The charter, once there is one. */
    public Optional<Charter> charter() {
        return run().map(known -> known.plan.charter());
    }

    /**
     * The published replica, once there is one: to be read between two steps, or watched; not to be changed or kept.
     */
    public Optional<PublishedParameters> replica() {
        return run().map(known -> known.replica.published());
    }

    /** The served average, once there is one: to be read between two steps, not to be changed or kept. */
    public Optional<float[]> served() {
        return run().map(known -> known.replica.served());
    }

    /**
     * The caps: how far peers may move any parameter of each block in the next step, in units; empty while there is no
     * run.
     */
    public int[] caps() {
        if (parts.run == null) {
            return new int[0];
        }
        int[] caps = parts.run.replica.scale().caps();
        parts.participation.strategy().raiseToAsked(caps);
        return caps;
    }

    /** Rounds of training in the replica. */
    public long rounds() {
        return context.rounds();
    }

    /** The run as this node sees it: its own model and those of live peers; empty before the first is measured. */
    public Optional<RunView> runView() {
        return run().flatMap(_ -> RunView.of(parts.participation.notices().newest()));
    }

    /** The peers that membership considers alive, smallest identity first. */
    public List<PeerId> livePeers() {
        return parts.neighbourhood.live().all();
    }

    /**
     * The node's live neighbours, if the run's overlay is one fixed graph; none otherwise. The relation is symmetric
     * between nodes that see the same peers.
     */
    public List<PeerId> neighbours() {
        return run().map(known -> known.overlay.neighbours(parts.neighbourhood.live().view(parts.self)))
                .orElse(List.of());
    }

    /** Unfinished blocks. */
    public int unfinishedBlocks() {
        return parts.conversations.unfinishedBlocks();
    }

    /** Unfinished blocks by peer, without peers that have none. */
    public SortedMap<PeerId, Integer> unfinishedBlocksByPeer() {
        return parts.conversations.unfinishedBlocksByPeer();
    }

    private void started() {
        if (phase() == Phase.RUNNING) {
            follower.begin();
        } else {
            joining.start();
        }
    }

    private void adopted(RunPlan plan) {
        if (phase() == Phase.PREPARING) {
            follower.follow(plan);
            joining.prepared();
        }
    }

    private void onTimer(Timer timer) {
        switch (timer) {
            case Timer.OfConversation of -> parts.conversations.onTimer(of.key(), of.what());
            case Timer.GoOn _ -> {
                // Everything that may be due is checked at the end of each step.
            }
            case Timer.SendMore _ -> run().flatMap(run -> run.pacer).ifPresent(Pacer::timerFired);
            case Timer.HurryLeaving _ -> departure.hurry();
        }
    }

    private Optional<Run> run() {
        return Optional.ofNullable(parts.run);
    }
}
