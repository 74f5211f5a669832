package dev.grapevine.gossip.core;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

import dev.grapevine.consensus.judgement.RoundJudge;
import dev.grapevine.consensus.parameters.Ledger;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.conversation.Conversations;
import dev.grapevine.gossip.conversation.Room;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Limit;
import dev.grapevine.gossip.effect.Timer;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.joining.Copying;
import dev.grapevine.gossip.joining.Joining;
import dev.grapevine.gossip.leaving.Farewells;
import dev.grapevine.gossip.leaving.Leaving;
import dev.grapevine.gossip.lifecycle.Lifecycle;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.message.BlockMessage;
import dev.grapevine.gossip.message.ConversationMessage;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.neighbourhood.Neighbourhood;
import dev.grapevine.gossip.pace.Pacer;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.shares.ClassShareGossip;
import dev.grapevine.gossip.strategy.Strategy;
import dev.grapevine.gossip.wire.FieldBytes;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.gossip.wire.MalformedFrameException;

/**
 * The protocol of one node as a pure step function: all of the world enters as events, all wishes leave as effects.
 *
 * <p>It reads no clock, owns no thread and draws only from the randomness it was given, so the same events give the
 * same effects. This class routes events; messages are handled in {@link dev.grapevine.gossip.conversation} and in the
 * packages that {@link Rooms} lists. Not for several threads at once: a driver calls {@link #step} for one event after
 * the other.
 */
public final class PeerProtocol {

    private static final int USUAL_SNAPSHOT_BYTES = 4096;

    private final Rooms rooms;
    private final FrameCodec frames;
    private final Lifecycle lifecycle;
    private final Neighbourhood neighbourhood = new Neighbourhood();
    private final Outbox outbox;
    private final NodeContext context;
    private final Conversations conversations;
    private final Joining joining;
    private final Checkpoints checkpoints = new Checkpoints();
    private final long roundsSeed;
    /** Null until a charter is known, like all fields below. */
    private Run run;
    private Strategy strategy;
    private GossipTurns turns;
    private ClassShareGossip shares;
    private boolean paused;
    /** Expected size for {@link #save()}, so that the buffer is not copied while the snapshot grows. */
    private int usualSnapshotBytes = USUAL_SNAPSHOT_BYTES;

    private PeerProtocol(NodeLife life, Rooms rooms, Phase first, ProtocolParameters parameters,
            Map<String, String> pinned, RandomStream random) {
        this.rooms = rooms;
        this.frames = rooms.frames(parameters.frameBytesMax());
        this.lifecycle = new Lifecycle(first);
        this.outbox = new Outbox(frames, life.incarnation());
        this.context = new NodeContext(life, lifecycle, neighbourhood, outbox, parameters,
                random.fork("peer choice"));
        this.conversations = context.conversations();
        this.roundsSeed = new RandomStream(random.seed()).fork("rounds").seed();
        Copying copying = new Copying(context);
        this.joining = new Joining(context, copying, parameters, pinned);
        context.askBy(joining);
        conversations.add(joining);
        conversations.add(copying);
        conversations.add(new Farewells(this::departed, context::outlived));
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
        protocol.follow(plan);
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
        saved.restore(protocol.parts(), sameLife);
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

    /** The whole state of a node, except the plan. */
    public byte[] save() {
        byte[] snapshot = NodeSnapshot.save(parts(), usualSnapshotBytes);
        usualSnapshotBytes = snapshot.length + snapshot.length / 8;
        return snapshot;
    }

    private NodeSnapshot.Parts parts() {
        return new NodeSnapshot.Parts(context, lifecycle, neighbourhood, conversations, checkpoints,
                Optional.ofNullable(run), Optional.ofNullable(turns), () -> paused, saved -> paused = saved);
    }

    private void follow(RunPlan plan) {
        run = new Run(plan, roundsSeed);
        usualSnapshotBytes = (int) Math.min(USUAL_SNAPSHOT_BYTES + 3L * Float.BYTES * plan.initialParameters().length,
                Integer.MAX_VALUE / 2);
        context.follow(run);
        outbox.paceWith(run.pacer);
        strategy = plan.strategy().begin(context);
        shares = new ClassShareGossip(run.shares, run.charterFingerprint, context);
        turns = new GossipTurns(strategy, run.overlay, neighbourhood, context);
        context.tell(turns);
        conversations.add(strategy);
        conversations.add(shares);
    }

    /**
     * Takes one event and returns the effects to perform.
     *
     * @param now since the node's start; never earlier than at the last call
     * @return to be performed in this order; the list is the caller's
     */
    public List<Effect> step(Duration now, Event event) {
        context.at(now);
        long clampedBefore = clamped();
        switch (event) {
            case Event.Started _ -> started();
            case Event.MessageArrived message -> arrived(message.from(), message.bytes());
            case Event.TimerFired fired -> onTimer(fired.timer());
            case Event.CharterAdopted adopted -> adopted(adopted.plan());
            case Event.RoundFinished finished -> roundFinished(finished.result());
            case Event.RoundFailed failed -> context.halt(Effect.Cause.BUG,
                    "Round " + failed.round() + " failed: " + failed.reason());
            case Event.MergeFinished merge -> {
                if (takesPart()) {
                    strategy.merged(merge.number(), merge.increments());
                }
            }
            case Event.Persisted persisted -> {
                if (takesPart()) {
                    strategy.persisted(persisted.number());
                }
            }
            case Event.PeerJoined joined -> joined(joined.peer(), joined.incarnation());
            case Event.PeerSuspected suspected -> lost(suspected.peer());
            case Event.SumsReady ready -> joining.sumsReady(ready.sums());
            case Event.LeaveRequested _ -> leave();
            case Event.PauseRequested _ -> paused = true;
            case Event.ResumeRequested _ -> paused = false;
            case Event.CheckpointRequested _ -> {
                checkpoints.want();
                checkpointIfDue();
            }
        }
        if (lifecycle.hasBegun()) {
            begin();
        }
        if (phase() == Phase.LEAVING && !run.rounds.isRunning() && conversations.unfinishedBlocks() == 0) {
            finishLeaving();
        }
        if (run != null) {
            turns.startWanted();
            startRound();
            run.pacer.ifPresent(this::pace);
            if (clamped() > clampedBefore) {
                outbox.report(new Fact.Clamped(clamped() - clampedBefore, clamped()));
            }
        }
        return outbox.take();
    }

    public Phase phase() {
        return lifecycle.phase();
    }

    /** Values clamped so far. */
    private long clamped() {
        return run == null ? 0 : run.replica.published().ledger().total(Ledger.Reason.CLAMPED).count();
    }

    private boolean takesPart() {
        return phase().takesPart();
    }

    /** The charter, once there is one. */
    public Optional<Charter> charter() {
        return context.charter();
    }

    /**
     * The published replica, once there is one: to be read between two steps, or watched; not to be changed or kept.
     */
    public Optional<PublishedParameters> replica() {
        return Optional.ofNullable(run).map(known -> known.replica.published());
    }

    /** The served average, once there is one: to be read between two steps, not to be changed or kept. */
    public Optional<float[]> served() {
        return Optional.ofNullable(run).map(known -> known.replica.served());
    }

    /**
     * The caps: how far peers may move any parameter of each block in the next step, in units; empty while there is no
     * run.
     */
    public int[] caps() {
        if (run == null) {
            return new int[0];
        }
        int[] caps = run.replica.scale().caps();
        strategy.raiseToAsked(caps);
        return caps;
    }

    /** Rounds of training in the replica. */
    public long rounds() {
        return context.rounds();
    }

    /** The peers that membership considers alive, smallest identity first. */
    public List<PeerId> livePeers() {
        return neighbourhood.live().all();
    }

    /**
     * The node's live neighbours, if the run's overlay is one fixed graph; none otherwise. The relation is symmetric
     * between nodes that see the same peers.
     */
    public List<PeerId> neighbours() {
        return run == null ? List.of() : run.overlay.neighbours(neighbourhood.live().view(context.self()));
    }

    /** Unfinished blocks. */
    public int unfinishedBlocks() {
        return conversations.unfinishedBlocks();
    }

    /** Unfinished blocks by peer, without peers that have none. */
    public SortedMap<PeerId, Integer> unfinishedBlocksByPeer() {
        return conversations.unfinishedBlocksByPeer();
    }

    private void started() {
        if (phase() == Phase.RUNNING) {
            begin();
        } else {
            joining.start();
        }
    }

    private void adopted(RunPlan plan) {
        if (phase() == Phase.PREPARING) {
            follow(plan);
            joining.prepared();
        }
    }

    /** The node takes part from now on. */
    private void begin() {
        outbox.report(new Fact.Running(run.rounds.finished()));
        checkpoint();
        neighbourhood.live().all().forEach(shares::tell);
        run.overlay.whyAlone(context.self()).ifPresent(sentence -> context.report(new Fact.GivenUp(sentence)));
        startRound();
    }

    private void joined(PeerId peer, long incarnation) {
        if (!FieldBytes.isIncarnation(incarnation)) {
            context.report(new Fact.PeerRefused(peer, peer + " is ignored: membership says that it is in life "
                    + incarnation + ", allowed are 1 to " + FieldBytes.INCARNATION_MAX));
        } else if (!peer.equals(context.self()) && hears(peer, incarnation)) {
            neighbourhood.live().add(peer);
            joining.joined(peer);
            if (takesPart()) {
                shares.tell(peer);
            }
        }
    }

    /** Notes a peer's incarnation; false if it is dead. */
    private boolean hears(PeerId peer, long incarnation) {
        long before = conversations.incarnationOf(peer);
        boolean heard = conversations.hears(peer, incarnation);
        if (heard) {
            neighbourhood.heardFrom(peer);
            if (before != Incarnations.UNKNOWN && before != incarnation) {
                neighbourhood.buried(peer);
            }
        }
        return heard;
    }

    private void lost(PeerId peer) {
        neighbourhood.live().remove(peer);
        joining.lost(peer);
    }

    /** A peer has left for good. */
    private void departed(PeerId peer) {
        conversations.bury(peer);
        lost(peer);
        neighbourhood.forgotten(peer);
    }

    private void arrived(PeerId from, byte[] bytes) {
        // A node that runs from a copy of this node's directory has the same name.
        if (phase() == Phase.STOPPED || from.equals(context.self())) {
            return;
        }
        if (neighbourhood.ignores(from, context.now())) {
            context.reached(Limit.BAN, from);
            return;
        }
        Envelope envelope;
        try {
            envelope = frames.decode(bytes);
        } catch (MalformedFrameException e) {
            context.fault(from, e.getMessage());
            return;
        }
        if (!hears(from, envelope.senderIncarnation())) {
            if (conversations.isDead(from, envelope.senderIncarnation())) {
                context.spokeDead(from);
            }
            return;
        }
        Message message = envelope.message();
        boolean forAnEarlierLife = envelope.receiverIncarnation() != Incarnations.UNKNOWN
                && envelope.receiverIncarnation() != context.incarnation();
        if (forAnEarlierLife) {
            // Any message carries the current incarnation, and the sender needs nothing else.
            refuse(from, message, "restarted");
        } else if (fitsTheModel(message)) {
            route(from, message);
        } else if (takesPart()) {
            context.fault(from, "a block that the model does not have");
        }
    }

    /** Whether a message names no block, or one that this node's model has. */
    private boolean fitsTheModel(Message message) {
        return !(message instanceof BlockMessage about)
                || run != null && about.block() < run.replica.blocks().count();
    }

    private void route(PeerId from, Message message) {
        Room room = rooms.of(message);
        if (conversations.speaker(room.kind()).isPresent()) {
            conversations.onMessage(from, room.kind(), message);
        } else if (message instanceof ConversationMessage said && said.isFromInitiator()) {
            refuse(from, message, "is " + phase().word());
        }
    }

    private void refuse(PeerId to, Message message, String why) {
        rooms.of(message).refusal(message, context.self() + " " + why).ifPresent(answer -> context.send(to, answer));
    }

    private void onTimer(Timer timer) {
        switch (timer) {
            case Timer.OfConversation of -> conversations.onTimer(of.key(), of.what());
            case Timer.GoOn _ -> {
                // Everything that may be due is checked at the end of each step.
            }
            case Timer.SendMore _ -> run.pacer.ifPresent(Pacer::timerFired);
            case Timer.LeaveAnyway _ -> {
                if (phase() == Phase.LEAVING) {
                    finishLeaving();
                }
            }
        }
    }

    private void startRound() {
        if (phase() == Phase.RUNNING && !paused && !run.rounds.isRunning()
                && turns.mayTrain(run.rounds.nextSteps())) {
            outbox.add(run.rounds.next(run.replica.published()));
        }
    }

    private void roundFinished(RoundResult result) {
        if (!takesPart()) {
            return;
        }
        boolean alone = neighbourhood.live().count() == 0;
        switch (run.rounds.install(result, run.replica, alone)) {
            case LATE -> {
            }
            case DROPPED -> {
                sayWhatWasBad(result.round());
                if (run.rounds.isHopeless()) {
                    context.halt(Effect.Cause.SETTINGS, RoundJudge.DROPPED_MAX + " of the last "
                            + RoundJudge.REMEMBERED + " rounds diverged or made the model worse, and were thrown away:"
                            + " a smaller learningRate may help");
                }
            }
            case INSTALLED -> {
                sayWhatWasBad(result.round());
                outbox.report(new Fact.RoundInstalled(result.round(), result.steps(), result.lastLoss()));
                strategy.trained(result.steps());
                if (phase() == Phase.RUNNING) {
                    turns.roundFinished(result);
                    checkpointIfDue();
                }
            }
        }
    }

    private void sayWhatWasBad(long round) {
        switch (run.rounds.verdict()) {
            case SOUND -> {
            }
            case DIVERGED -> outbox.report(new Fact.RoundDiscarded(round, "training diverged"));
            case HARMFUL -> outbox.report(new Fact.RoundSuspect(round, true, "its loss rose far"));
            case OUT_OF_RANGE -> outbox.report(new Fact.RoundSuspect(round, true,
                    "parameters left the range from -64 to 64"));
            case TOO_FAR -> outbox.report(new Fact.RoundSuspect(round, false,
                    "it went far beyond what is usual and its loss rose"));
        }
        run.rounds.wentBackTo().ifPresent(kept -> outbox.report(new Fact.WentBack(round, kept)));
    }

    private void checkpointIfDue() {
        if (takesPart() && !run.rounds.isRunning()
                && checkpoints.isDue(context.now(), run.plan.parameters().checkpointInterval())) {
            checkpoint();
        }
    }

    /** Only between two rounds, so that the trainer's state belongs to the same snapshot. */
    private void checkpoint() {
        checkpoints.taken(context.now());
        outbox.add(new Effect.Checkpoint(save()));
    }

    private void leave() {
        if (phase() == Phase.RUNNING) {
            lifecycle.enter(Phase.LEAVING);
            strategy.leave();
            outbox.setTimer(new Timer.LeaveAnyway(), run.plan.parameters().leavePatience());
        } else if (phase() != Phase.LEAVING && phase() != Phase.STOPPED) {
            lifecycle.enter(Phase.STOPPED);
            outbox.add(new Effect.Left());
        }
    }

    private void finishLeaving() {
        livePeers().forEach(peer -> outbox.sendAtOnce(peer, conversations.incarnationOf(peer), new Leaving()));
        if (!run.rounds.isRunning()) {
            checkpoint();
        }
        lifecycle.enter(Phase.STOPPED);
        outbox.add(new Effect.Left());
    }

    /** Sends what the limit allows by now, and sets a timer for the rest. */
    private void pace(Pacer pacer) {
        do {
            strategy.proceed();
        } while (pacer.release(context.now(), outbox::release));
        pacer.nextTimer(context.now(), strategy.isWaitingForRoom())
                .ifPresent(delay -> outbox.setTimer(new Timer.SendMore(), delay));
    }
}
