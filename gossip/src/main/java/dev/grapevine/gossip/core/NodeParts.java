package dev.grapevine.gossip.core;

import java.time.Duration;
import java.util.Optional;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.conversation.Conversations;
import dev.grapevine.gossip.conversation.Patiences;
import dev.grapevine.gossip.joining.Joining;
import dev.grapevine.gossip.leaving.DeadWords;
import dev.grapevine.gossip.leaving.LaterLives;
import dev.grapevine.gossip.lifecycle.Lifecycle;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.neighbourhood.Neighbourhood;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FrameCodec;

/**
 * The parts of one node, and what they share while one event is handled. It decides nothing. Not thread-safe.
 */
final class NodeParts {

    final PeerId self;
    final long incarnation;
    final Lifecycle lifecycle;
    final Neighbourhood neighbourhood = new Neighbourhood();
    final Outbox outbox;
    final Conversations conversations;
    final PeerReports reports;
    final CostlyAnswers answers = new CostlyAnswers();
    final DeadWords deadWords = new DeadWords();
    final LaterLives laterLives;
    final SlowWork work;
    final Checkpoints checkpoints = new Checkpoints();
    final HandOver handOver = new HandOver();
    private final ProtocolParameters beforeTheRun;
    /** The time of the event, since the node's start. */
    Duration now = Duration.ZERO;
    /** The randomness for the choice of peers. */
    RandomStream random;
    Patiences patiences;
    /** Whether training rests at the user's wish. */
    boolean paused;
    /** Finds out which run a peer takes part in. */
    Joining joining;
    /** Null until a charter is known. */
    Run run;
    /** Null until a charter is known. */
    Participation participation;

    /**
     * @param beforeTheRun parameters until there is a plan
     * @param random       for the choice of peers
     */
    NodeParts(NodeLife life, Phase first, FrameCodec frames, ProtocolParameters beforeTheRun, RandomStream random) {
        this.self = life.self();
        this.incarnation = life.incarnation();
        this.lifecycle = new Lifecycle(first);
        this.outbox = new Outbox(frames, incarnation);
        this.conversations = new Conversations(self, incarnation, new Estate(this));
        this.reports = new PeerReports(neighbourhood, outbox);
        this.laterLives = new LaterLives(incarnation);
        this.work = new SlowWork(life.kept(), outbox);
        this.beforeTheRun = beforeTheRun;
        this.random = random;
        this.patiences = new Patiences(beforeTheRun, Optional.empty());
    }

    /** The node has a run from now on. */
    void follow(Run newRun) {
        run = newRun;
        ProtocolParameters parameters = newRun.plan.parameters();
        patiences = new Patiences(parameters, newRun.pacer);
        // One exchange that this node began and one that the peer began.
        conversations.limit(parameters.unfinishedBlocksMax(), 2 * parameters.windowBlocks());
        outbox.paceWith(newRun.pacer);
    }

    ProtocolParameters parameters() {
        return run == null ? beforeTheRun : run.plan.parameters();
    }

    boolean isLive(PeerId peer) {
        return neighbourhood.live().contains(peer);
    }

    boolean takesPart() {
        return lifecycle.phase().takesPart();
    }

    /** A peer is forgotten: no record of it is left. */
    void forget(PeerId peer) {
        neighbourhood.forgotten(peer);
        patiences.forget(peer);
        answers.forget(peer);
        deadWords.forget(peer);
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        out.putLong(random.state());
        work.saveNumbers(out);
        patiences.save(out);
        reports.save(out);
        answers.save(out);
        deadWords.save(out);
        laterLives.save(out);
        work.saveKept(out);
    }

    /** Restores the state of the same incarnation. */
    void restore(StateReader in) {
        random = RandomStream.restore(random.seed(), in.getLong());
        work.restoreNumbers(in);
        patiences.restore(in);
        reports.restore(in);
        answers.restore(in);
        deadWords.restore(in);
        laterLives.restore(in);
        work.restoreKept(in);
    }
}
