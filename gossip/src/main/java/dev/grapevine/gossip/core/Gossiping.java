package dev.grapevine.gossip.core;

import java.util.Locale;
import java.util.Optional;

import dev.grapevine.gossip.core.PeerProtocol.Phase;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerChoice.Turn;
import dev.grapevine.gossip.peers.PeerId;

/** With whom to exchange and when: offers made after each round, offers taken or declined. */
final class Gossiping {

    private final NodeState node;

    Gossiping(NodeState node) {
        this.node = node;
    }

    /** After a round: exchanges with the peers that the overlay chooses, as many as the parameters allow. */
    void startExchanges() {
        ProtocolParameters parameters = node.run.plan.parameters();
        boolean early = node.lastStartOfExchanges.isPresent()
                && node.now.minus(node.lastStartOfExchanges.get()).compareTo(parameters.interval()) < 0;
        if (early) {
            return;
        }
        int free = parameters.openExchangesMax() - node.exchanges.initiatedAndMoving();
        Turn turn = node.turns.next(node.view(), node.run.rounds.finished(), Math.min(parameters.fanout(), free));
        if (turn.fanout() < 1) {
            return;
        }
        node.lastStartOfExchanges = Optional.of(node.now);
        for (PeerId peer : node.run.overlay.choose(node.view(), turn, this::isEligible, node.peerChoice)) {
            if (!hasRoom()) {
                return;
            }
            int firstBlock = node.peerChoice.nextInt(node.run.replica.blocks().count());
            node.exchanges.initiate(peer, node.run.charterFingerprint, node.run.rounds.finished(), firstBlock,
                    node.context);
        }
    }

    private boolean isEligible(PeerId peer) {
        return node.exchanges.canInitiate(peer) && !node.incompatible.contains(peer)
                && !node.standing.ignores(peer, node.now) && !node.backoff.isResting(peer, node.now);
    }

    /** A peer offers an exchange. */
    void offered(PeerId from, Message.Offer offer) {
        if (node.phase != Phase.RUNNING) {
            decline(from, offer, Message.Refusal.NOT_RUNNING, "is " + node.phase.name().toLowerCase(Locale.ROOT));
        } else if (offer.charterFingerprint() != node.run.charterFingerprint) {
            decline(from, offer, Message.Refusal.CHARTER, "follows another charter");
        } else if (!node.exchanges.offered(from, node.incarnations.of(from), offer, hasRoom() && !isServingEnough(),
                node.context)) {
            decline(from, offer, Message.Refusal.BUSY, node.tableFull
                    ? "has too many unfinished blocks"
                    : "has no bandwidth left");
        }
    }

    /** A node that may only send so much would let its initiators wait for its replies. */
    private boolean isServingEnough() {
        return node.run.pacer.isPresent()
                && node.exchanges.answeredAndOpen(node.context) >= node.run.plan.parameters().openExchangesMax();
    }

    private void decline(PeerId to, Message.Offer offer, Message.Refusal refusal, String why) {
        node.outbox.send(to, new Message.Decline(offer.sequence(), refusal, node.self + " " + why));
    }

    /** An offer was declined. */
    void declined(PeerId from, Message.Decline decline) {
        if (decline.refusal() == Message.Refusal.CHARTER) {
            node.incompatible.add(from);
            // To be able to say in what the two differ.
            node.outbox.send(from, new Message.CharterRequest());
        }
        node.exchanges.fromResponder(from, decline, node.context);
    }

    private boolean hasRoom() {
        int unfinished = node.exchanges.unfinishedBlocks();
        ProtocolParameters parameters = node.run.plan.parameters();
        boolean full = unfinished + parameters.windowBlocks() > parameters.unfinishedBlocksMax();
        if (full && !node.tableFull) {
            node.outbox.report(new Fact.TableFull(unfinished));
        }
        node.tableFull = full;
        return !full;
    }
}
