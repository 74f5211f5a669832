package dev.grapevine.gossip.core;

import java.time.Duration;

import dev.grapevine.gossip.conversation.ConversationContext;
import dev.grapevine.gossip.conversation.Conversations;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Timer;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.replica.Replica;
import dev.grapevine.gossip.wire.FieldBytes;

/** The node as its conversations see it: passes each wish to the part of the node that it concerns, and decides nothing. */
class NodeContext implements ConversationContext {

    final NodeParts parts;

    NodeContext(NodeParts parts) {
        this.parts = parts;
    }

    @Override
    public PeerId self() {
        return parts.self;
    }

    @Override
    public long incarnation() {
        return parts.incarnation;
    }

    @Override
    public Duration now() {
        return parts.now;
    }

    @Override
    public ProtocolParameters parameters() {
        return parts.parameters();
    }

    @Override
    public Conversations conversations() {
        return parts.conversations;
    }

    public Phase phase() {
        return parts.lifecycle.phase();
    }

    /** Peers are told numbers up to the largest allowed: this node may count on from another node's claim. */
    public long rounds() {
        return parts.run == null ? 0 : Math.min(parts.run.rounds.finished(), FieldBytes.COUNT_MAX);
    }

    public Replica replica() {
        return parts.run.replica;
    }

    /** The answer will show in which term the two runs differ. */
    public void incompatible(PeerId peer) {
        parts.neighbourhood.incompatible(peer);
        if (isLive(peer) && parts.neighbourhood.mayAskWhy(peer, now(), parameters().enrolmentPatience())) {
            parts.joining.askWhy(peer);
        }
    }

    @Override
    public boolean isLive(PeerId peer) {
        return parts.isLive(peer);
    }

    @Override
    public void send(PeerId to, Message message) {
        parts.outbox.send(to, parts.conversations.incarnationOf(to), message);
    }

    @Override
    public void setTimer(ConversationKey key, int what, Duration delay) {
        parts.outbox.setTimer(new Timer.OfConversation(key, what), delay);
    }

    @Override
    public void report(Fact fact) {
        parts.reports.report(fact, now());
    }

    @Override
    public void silent(PeerId peer) {
        parts.neighbourhood.silent(peer, now());
    }

    @Override
    public void fault(PeerId peer, String what) {
        parts.reports.fault(peer, what, now());
    }
}
