package dev.grapevine.gossip.core;

import java.time.Duration;

import dev.grapevine.consensus.delta.BlockCoding;
import dev.grapevine.consensus.delta.DisagreementScale;
import dev.grapevine.consensus.merge.MergeRule;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.gossip.conversation.ConversationContext;
import dev.grapevine.gossip.conversation.RoundTrip;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Timer;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;

/** What conversations see of a node. */
final class Context implements ConversationContext {

    private final NodeState node;

    Context(NodeState node) {
        this.node = node;
    }

    @Override
    public Duration now() {
        return node.now;
    }

    @Override
    public ProtocolParameters parameters() {
        return node.run.plan.parameters();
    }

    @Override
    public PublishedParameters replica() {
        return node.run.replica;
    }

    @Override
    public BlockCoding coding(PeerId peer) {
        return node.run.codings.with(peer);
    }

    @Override
    public MergeRule mergeRule() {
        return node.run.mergeRule;
    }

    @Override
    public RoundTrip roundTrip() {
        return node.roundTrip;
    }

    @Override
    public DisagreementScale scale() {
        return node.run.scale;
    }

    @Override
    public int requestsOf(int block) {
        return node.exchanges.requestsOf(block);
    }

    @Override
    public int[] differences() {
        return node.run.differences;
    }

    @Override
    public boolean mayRequest() {
        return node.run.pacer.map(pacer -> pacer.mayRequest(node.now)).orElse(true);
    }

    @Override
    public int windowBlocks() {
        return node.run.pacer.map(pacer -> windowBlocks(pacer.timeForBlocks(1)))
                .orElse(parameters().windowBlocks());
    }

    /** No more than can be sent before the other side would ask again, but two: one is answered while one travels. */
    private int windowBlocks(Duration block) {
        long blocks = parameters().retryAfter().dividedBy(block.plusNanos(1));
        int most = parameters().windowBlocks();
        return Math.clamp(blocks, Math.min(2, most), most);
    }

    @Override
    public Duration patience(int attempt) {
        Duration delay = parameters().retryDelay(attempt);
        // Others may send as slowly as this node, and have as much to send before.
        Duration paced = node.run.pacer.map(pacer -> delay.plus(
                pacer.timeForBlocks(1 + parameters().openExchangesMax() * windowBlocks()))).orElse(delay);
        return longer(paced, usualAnswer());
    }

    /** How long answers take as a rule, where that is known and within bounds. */
    private Duration usualAnswer() {
        if (!node.roundTrip.isKnown()) {
            return Duration.ZERO;
        }
        Duration usual = node.roundTrip.patience();
        Duration most = parameters().retryAfterMax();
        return usual.compareTo(most) < 0 ? usual : most;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    @Override
    public boolean isLive(PeerId peer) {
        return node.live.contains(peer);
    }

    @Override
    public void send(PeerId to, Message message) {
        node.outbox.send(to, message);
    }

    @Override
    public void setTimer(Timer timer, Duration delay) {
        node.outbox.setTimer(timer, delay);
    }

    @Override
    public void report(Fact fact) {
        if (fact instanceof Fact.BlockMerged merged) {
            node.roundsSinceMerge = 0;
            node.run.served.update(node.run.replica, merged.block());
        }
        node.outbox.report(fact);
    }

    @Override
    public void learned(boolean useful) {
        node.run.tokens.ifPresent(account -> node.exchangesWanted += account.react(useful, node.peerChoice));
    }

    @Override
    public void silent(PeerId peer) {
        node.backoff.failed(peer, node.now);
    }

    @Override
    public void fault(PeerId peer, String what) {
        node.standing.fault(peer, node.now);
        node.outbox.report(new Fact.PeerFaulted(peer, what));
    }
}
