package dev.grapevine.gossip.core;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.conversation.ReplicaCopy;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.event.Timer;
import dev.grapevine.gossip.message.BlockNumbers;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.Message.Envelope;
import dev.grapevine.gossip.pace.Pacer;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.gossip.wire.MalformedFrameException;

/**
 * The protocol of one node as a pure step function: all of the world enters as events, all wishes leave as effects.
 *
 * <p>It reads no clock, owns no thread and draws only from the randomness it was given, so the same events give the same
 * effects. Here events are routed and the node's phases change; what is said about a block is in
 * {@link dev.grapevine.gossip.conversation}. Not for several threads at once: a driver calls {@link #step} for one event
 * after the other.
 */
public final class PeerProtocol {

    /** Where a node is in its life. */
    public enum Phase {
        /** It has no charter yet. */
        ENROLLING,
        /** It has the charter and waits until model and data are ready. */
        PREPARING,
        /** It is back after a restart and looks for a peer whose replica to copy. */
        CATCHING_UP,
        /** It copies a peer's replica. */
        COPYING,
        /** It takes part. */
        RUNNING,
        /** It finishes what is unfinished. */
        LEAVING,
        /** It has left, or was told to stop. */
        STOPPED
    }

    /** After so many rounds without a merge a node serves what it has learned by itself. */
    private static final int LONELY_ROUNDS = 10;

    private final NodeState node;
    private final FrameCodec frames;
    private final Joining joining;
    private final Gossiping gossiping;
    private final Acquaintance acquaintance;

    /**
     * A node that has to find its run.
     *
     * @param incarnation which life of this identity it is, from 1, higher than all before
     * @param frames      not shared with another thread
     * @param parameters  for the time until a charter is found
     * @param insisted    terms that the user gave explicitly: a run that differs in one is refused
     * @param random      all of this node's randomness
     */
    public PeerProtocol(PeerId self, long incarnation, FrameCodec frames, ProtocolParameters parameters,
            Map<String, String> insisted, RandomStream random) {
        this.node = new NodeState(self, incarnation, frames, random);
        this.frames = frames;
        this.joining = new Joining(node, parameters, insisted);
        this.gossiping = new Gossiping(node);
        this.acquaintance = new Acquaintance(node);
    }

    /** A node that knows its run from the start, such as its founder. */
    public PeerProtocol(PeerId self, long incarnation, FrameCodec frames, RunPlan plan, RandomStream random) {
        this(self, incarnation, frames, plan.parameters(), Collections.emptySortedMap(), random);
        node.run = RunState.begin(plan, random.fork("rounds").seed());
        node.phase = Phase.RUNNING;
    }

    /**
     * Goes on from a cut.
     *
     * @param incarnation the one that saved it, to go on with the same life; or a later one, after a restart: what was
     *                    unfinished then is void, and the node copies a peer's replica, if one is there, since its own
     *                    is older than what the others already have of it
     * @param random      as it was given to the protocol that saved the cut
     * @throws IllegalArgumentException if the cut does not fit the plan
     */
    public static PeerProtocol restore(byte[] cut, PeerId self, long incarnation, FrameCodec frames, RunPlan plan,
            RandomStream random) {
        PeerProtocol protocol = new PeerProtocol(self, incarnation, frames, plan, random);
        Cuts.restore(protocol.node, cut);
        return protocol;
    }

    /** The whole state of a node that takes part, except the plan. */
    public byte[] save() {
        return Cuts.save(node);
    }

    /**
     * Takes in one event and says what is to be done.
     *
     * @param now since the node's start; never earlier than at the last call
     * @return to be performed in this order; the list is the caller's
     */
    public List<Effect> step(Duration now, Event event) {
        node.now = now;
        switch (event) {
            case Event.Started _ -> started();
            case Event.MessageArrived message -> arrived(message.from(), message.bytes());
            case Event.TimerFired fired -> fired(fired.timer());
            case Event.CharterAdopted adopted -> beginIf(joining.adopted(adopted.plan()));
            case Event.RoundFinished finished -> roundFinished(finished.result());
            case Event.RoundFailed failed -> node.halt(Effect.Cause.BUG,
                    "Round " + failed.round() + " failed: " + failed.reason());
            case Event.PeerJoined joined -> joined(joined.peer(), joined.incarnation());
            case Event.PeerSuspected suspected -> lost(suspected.peer());
            case Event.SumsReady ready -> joining.sumsReady(ready.sums());
            case Event.LeaveRequested _ -> leave();
            case Event.PauseRequested _ -> node.paused = true;
            case Event.ResumeRequested _ -> {
                node.paused = false;
                startRound();
            }
            case Event.CheckpointRequested _ -> {
                node.checkpointWanted = true;
                checkpointIfDue();
            }
        }
        if (node.phase == Phase.LEAVING && !node.run.rounds.isRunning() && node.exchanges.unfinishedBlocks() == 0) {
            finishLeaving();
        }
        gossiping.startWanted();
        node.pace();
        return node.outbox.take();
    }

    public Phase phase() {
        return node.phase;
    }

    /** The charter, once there is one. */
    public Optional<Charter> charter() {
        return Optional.ofNullable(node.run).map(run -> run.plan.charter());
    }

    /** The published replica, once there is one: to be read between two steps, not to be changed or kept. */
    public Optional<PublishedParameters> replica() {
        return Optional.ofNullable(node.run).map(run -> run.replica);
    }

    /** The served average, once there is one: to be read between two steps, not to be changed or kept. */
    public Optional<float[]> served() {
        return Optional.ofNullable(node.run).map(run -> run.served.values());
    }

    /** Rounds of training in the replica. */
    public long rounds() {
        return node.run == null ? 0 : node.run.rounds.finished();
    }

    /** The peers that membership holds for alive, smallest identity first. */
    public List<PeerId> livePeers() {
        return node.live.all();
    }

    /**
     * The node's neighbours among them now, if the run's overlay is one fixed graph; none otherwise. A neighbour has this
     * node for a neighbour if it sees the same peers.
     */
    public List<PeerId> neighbours() {
        return node.neighbours();
    }

    /** Blocks half done. */
    public int unfinishedBlocks() {
        return node.exchanges.unfinishedBlocks();
    }

    /** Blocks half done, by peer; without those that have none. */
    public SortedMap<PeerId, Integer> unfinishedBlocksByPeer() {
        return node.exchanges.unfinishedBlocksByPeer();
    }

    private void started() {
        if (node.phase == Phase.RUNNING) {
            beginIf(true);
        } else {
            joining.start();
        }
    }

    private void beginIf(boolean ready) {
        if (ready) {
            node.phase = Phase.RUNNING;
            node.outbox.report(new Fact.Running(node.run.rounds.finished()));
            node.checkpoint();
            acquaintance.begin();
            startRound();
        }
    }

    private void joined(PeerId peer, long incarnation) {
        if (!peer.equals(node.self) && node.heard(peer, incarnation)) {
            node.backoff.heard(peer);
            node.live.add(peer);
            joining.joined(peer);
            acquaintance.tell(peer);
        }
    }

    private void lost(PeerId peer) {
        node.live.remove(peer);
        joining.lost(peer);
    }

    private void arrived(PeerId from, byte[] bytes) {
        if (node.phase == Phase.STOPPED || node.standing.ignores(from, node.now)) {
            return;
        }
        Envelope envelope;
        try {
            envelope = frames.decode(bytes);
        } catch (MalformedFrameException e) {
            node.context.fault(from, e.getMessage());
            return;
        }
        if (!node.heard(from, envelope.senderIncarnation())) {
            return;
        }
        node.backoff.heard(from);
        boolean forAnEarlierLife = envelope.receiverIncarnation() != Incarnations.UNKNOWN
                && envelope.receiverIncarnation() != node.incarnation;
        if (!forAnEarlierLife) {
            route(from, envelope.message());
        } else if (envelope.message() instanceof Message.ExchangeMessage message) {
            // Any message carries the present incarnation, and that is all that the sender needs to know.
            node.outbox.send(from, new Message.Decline(message.sequence(), Message.Refusal.NOT_RUNNING,
                    node.self + " restarted"));
        }
    }

    private void route(PeerId from, Message message) {
        if (!fitsTheModel(message)) {
            if (node.takesPart()) {
                node.context.fault(from, "a block that the model does not have");
            }
            return;
        }
        switch (message) {
            case Message.CharterRequest _ -> sendCharter(from);
            case Message.CharterReply reply -> joining.charterReplied(from, reply);
            case Message.SumsRequest _ -> {
                if (node.takesPart()) {
                    // There is a run already: that is all that a founder has to know.
                    sendCharter(from);
                } else {
                    joining.sumsRequested(from);
                }
            }
            case Message.SumsReply reply -> joining.sumsReplied(from, reply.sums());
            case Message.CopyRequest request -> {
                if (node.takesPart()) {
                    node.outbox.send(from, ReplicaCopy.answer(request, node.context));
                }
            }
            case Message.CopyReply reply -> beginIf(joining.copyReplied(from, reply));
            case Message.ClassSharesNotice notice ->
                acquaintance.told(from, notice.charterFingerprint(), notice.shares());
            case Message.Offer offer -> gossiping.offered(from, offer);
            case Message.Decline decline -> gossiping.declined(from, decline);
            case Message.FromResponder response -> node.exchanges.fromResponder(from, response, node.context);
            case Message.FromInitiator request -> node.exchanges.fromInitiator(from, request, node.context);
            case Message.Leaving _ -> {
                lost(from);
                node.orphan(from);
            }
        }
    }

    private void sendCharter(PeerId to) {
        node.outbox.send(to, new Message.CharterReply(node.takesPart() ? charter() : Optional.empty(), rounds()));
    }

    /** Whether a message is about no block, or about one that this node's model has. */
    private boolean fitsTheModel(Message message) {
        int block = BlockNumbers.of(message);
        return block == BlockNumbers.NONE || (node.run != null && block < node.run.replica.blocks().count());
    }

    private void fired(Timer timer) {
        switch (timer) {
            case Timer.RetryEnrolment _ -> beginIf(joining.retry());
            case Timer.RetryExchange retry -> node.exchanges.retry(retry.peer(), retry.sequence(), node.context);
            case Timer.RemindInitiator remind -> node.exchanges.remind(remind.peer(), remind.sequence(), node.context);
            case Timer.SendMore _ -> node.run.pacer.ifPresent(Pacer::timerFired);
            case Timer.LeaveAnyway _ -> {
                if (node.phase == Phase.LEAVING) {
                    finishLeaving();
                }
            }
        }
    }

    private void startRound() {
        if (node.phase == Phase.RUNNING && !node.paused && !node.run.rounds.isRunning()) {
            node.outbox.add(node.run.rounds.next(node.run.replica));
        }
    }

    private void roundFinished(RoundResult result) {
        if (!node.takesPart()) {
            return;
        }
        switch (node.run.rounds.install(result, node.run.replica, node.run.scale)) {
            case LATE -> {
            }
            case DIVERGED -> {
                node.outbox.report(new Fact.RoundDiscarded(result.round(), "training diverged"));
                if (node.run.rounds.divergedInARow() == Rounds.DIVERGED_MAX) {
                    node.halt(Effect.Cause.SETTINGS, "Training diverged " + Rounds.DIVERGED_MAX
                            + " rounds in a row: a smaller learningRate may help");
                }
                startRound();
            }
            case INSTALLED -> {
                node.outbox.report(new Fact.RoundInstalled(result.round(), result.steps(), result.lastLoss()));
                node.roundsSinceMerge++;
                if (node.live.count() == 0 || node.roundsSinceMerge > LONELY_ROUNDS) {
                    node.run.served.update(node.run.replica);
                }
                if (node.phase == Phase.RUNNING) {
                    gossiping.roundFinished();
                    checkpointIfDue();
                    startRound();
                }
            }
        }
    }

    private void checkpointIfDue() {
        if (!node.takesPart() || node.run.rounds.isRunning()) {
            return;
        }
        Duration age = node.now.minus(node.lastCheckpoint);
        if (node.checkpointWanted || age.compareTo(node.run.plan.parameters().checkpointInterval()) >= 0) {
            node.checkpoint();
        }
    }

    private void leave() {
        if (node.phase == Phase.RUNNING) {
            node.phase = Phase.LEAVING;
            node.exchanges.truncateAll(node.context);
            node.outbox.setTimer(new Timer.LeaveAnyway(), node.run.plan.parameters().leavePatience());
        } else if (node.phase != Phase.LEAVING && node.phase != Phase.STOPPED) {
            node.phase = Phase.STOPPED;
            node.outbox.add(new Effect.Left());
        }
    }

    private void finishLeaving() {
        node.live.all().forEach(peer -> node.outbox.sendAtOnce(peer, new Message.Leaving()));
        if (!node.run.rounds.isRunning()) {
            node.checkpoint();
        }
        node.phase = Phase.STOPPED;
        node.outbox.add(new Effect.Left());
    }
}
