package dev.grapevine.gossip.core;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import dev.grapevine.consensus.measure.ReplicaSketch;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.joining.JoiningContext;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.peers.PeerId;

/** The node as joining sees it. */
final class JoiningView extends NodeContext implements JoiningContext {

    JoiningView(NodeParts parts) {
        super(parts);
    }

    @Override
    public void enter(Phase next) {
        parts.lifecycle.enter(next);
    }

    @Override
    public void wish(Effect effect) {
        parts.outbox.add(effect);
    }

    @Override
    public void halt(Effect.Cause cause, String sentence) {
        parts.lifecycle.enter(Phase.STOPPED);
        parts.outbox.add(new Effect.Halt(cause, sentence));
    }

    @Override
    public void takesPartElsewhere(PeerId peer, String sentence) {
        parts.reports.takesPartElsewhere(peer, sentence, now());
    }

    @Override
    public boolean mayCopy(PeerId peer) {
        return granted(parts.answers.mayCopy(peer, replica().blocks().count(), now()), peer,
                "too many requests of copies");
    }

    @Override
    public boolean mayAsk(PeerId peer) {
        return granted(parts.answers.mayAsk(peer, now()), peer, "too many questions");
    }

    @Override
    public boolean maySketch(PeerId peer) {
        return granted(parts.answers.maySketch(peer, now()), peer, "too many requests of sketches");
    }

    private boolean granted(boolean granted, PeerId peer, String fault) {
        if (!granted) {
            fault(peer, fault);
        }
        return granted;
    }

    @Override
    public List<PeerId> livePeers() {
        return parts.neighbourhood.live().all();
    }

    @Override
    public Optional<PeerId> anyPeer() {
        return parts.neighbourhood.live().choose(parts.random, peer -> !parts.neighbourhood.isIncompatible(peer));
    }

    @Override
    public List<PeerId> somePeers(int count, Predicate<PeerId> eligible) {
        return parts.neighbourhood.live().choose(count, parts.random,
                peer -> !parts.neighbourhood.isIncompatible(peer) && eligible.test(peer));
    }

    @Override
    public long drawSeed() {
        // Nobody else knows the time to the nanosecond, though peers may know what follows from the run's seed.
        return new RandomStream(parts.random.nextLong() ^ now().toNanos()).nextLong();
    }

    @Override
    public ReplicaSketch initialSketch(long seed) {
        return parts.run.rounds.initialSketch(replica().blocks(), seed);
    }

    @Override
    public Optional<Charter> charter() {
        return Optional.ofNullable(parts.run).map(known -> known.plan.charter());
    }

    @Override
    public void skipTo(long rounds) {
        parts.run.rounds.skipTo(rounds);
    }
}
