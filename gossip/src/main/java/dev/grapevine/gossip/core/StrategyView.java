package dev.grapevine.gossip.core;

import java.time.Duration;
import java.util.List;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.robust.Aggregator;
import dev.grapevine.gossip.conversation.Patience;
import dev.grapevine.gossip.effect.Timer;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.strategy.StrategyContext;

/** The node as a strategy sees it. */
final class StrategyView extends NodeContext implements StrategyContext {

    StrategyView(NodeParts parts) {
        super(parts);
    }

    @Override
    public float[] initialParameters() {
        return parts.run.plan.initialParameters();
    }

    @Override
    public long charterFingerprint() {
        return parts.run.charterFingerprint;
    }

    @Override
    public boolean keepsAway() {
        return parts.run.rounds.keepsAway();
    }

    @Override
    public Patience patience(PeerId with) {
        return parts.patiences.with(with);
    }

    @Override
    public boolean isPaced() {
        return parts.run.pacer.isPresent();
    }

    @Override
    public boolean isNeighbour(PeerId peer) {
        return !parts.run.overlay.isFixed()
                || parts.run.overlay.neighbours(parts.neighbourhood.live().view(self())).contains(peer);
    }

    @Override
    public RandomStream random() {
        return parts.random;
    }

    @Override
    public boolean isSilent(PeerId peer) {
        return parts.neighbourhood.isSilent(peer);
    }

    @Override
    public void exchangeProgressed(PeerId peer) {
        parts.neighbourhood.exchangeProgressed(peer);
    }

    @Override
    public void exchangeEnded() {
        parts.participation.turns().exchangeEnded();
    }

    @Override
    public void exchangeFailed() {
        parts.participation.turns().exchangeFailed();
    }

    @Override
    public void peerExchangeEnded(boolean useful) {
        parts.participation.turns().peerExchangeEnded(useful);
    }

    @Override
    public long startMerge(Aggregator aggregator, List<int[]> others) {
        return parts.work.startMerge(aggregator, replica().published().units(), others);
    }

    @Override
    public long persist(String name, byte[] bytes) {
        return parts.work.persist(name, bytes);
    }

    @Override
    public byte[] kept(String name) {
        return parts.work.kept(name);
    }

    /** Checks after a delay whether training may go on. */
    void goOnIn(Duration delay) {
        parts.outbox.setTimer(new Timer.GoOn(), delay);
    }
}
