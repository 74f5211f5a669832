package dev.grapevine.gossip.core;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

import dev.grapevine.gossip.core.PeerProtocol.Phase;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerChoice.Turn;
import dev.grapevine.gossip.peers.PeerId;

/** With whom to exchange and when: offers made after each round, offers taken or declined. */
final class Gossiping {

    /** How long a place is kept for who was declined, in first waits. */
    private static final int KEPT_RETRIES = 4;

    private final NodeState node;

    Gossiping(NodeState node) {
        this.node = node;
    }

    /** After a round: as many exchanges as the parameters allow, or as a token account does. */
    void roundFinished() {
        ProtocolParameters parameters = node.run.plan.parameters();
        boolean early = node.lastStartOfExchanges.isPresent()
                && node.now.minus(node.lastStartOfExchanges.get()).compareTo(parameters.interval()) < 0;
        if (early) {
            return;
        }
        if (node.run.tokens.isEmpty()) {
            start(parameters.fanout(), Integer.MAX_VALUE);
        } else {
            node.lastStartOfExchanges = Optional.of(node.now);
            node.exchangesWanted += node.run.tokens.get().earn(node.peerChoice) ? 1 : 0;
            startWanted();
        }
    }

    /** Starts what tokens were spent on; those for what cannot be started come back. */
    void startWanted() {
        int wanted = node.exchangesWanted;
        if (wanted > 0) {
            node.exchangesWanted = 0;
            int started = node.phase == Phase.RUNNING ? start(wanted, wanted) : 0;
            node.run.tokens.orElseThrow().giveBack(wanted - started);
        }
    }

    /**
     * Exchanges with peers that the overlay chooses.
     *
     * @param fanout how many it is asked for
     * @param most   how many are started of those that it chooses
     * @return how many were started
     */
    private int start(int fanout, int most) {
        int free = node.run.plan.parameters().openExchangesMax() - node.exchanges.initiatedAndMoving();
        if (Math.min(fanout, free) < 1) {
            // The turn does not pass: in step with a schedule, the same links would be left out for ever.
            return 0;
        }
        Turn turn = node.turns.next(node.view(), node.run.rounds.finished(), Math.min(fanout, free));
        if (node.run.tokens.isEmpty()) {
            node.lastStartOfExchanges = Optional.of(node.now);
        }
        int started = 0;
        for (PeerId peer : node.run.overlay.choose(node.view(), turn, this::isEligible, node.peerChoice)) {
            if (started == most || !hasRoom()) {
                break;
            }
            int firstBlock = node.peerChoice.nextInt(node.run.replica.blocks().count());
            node.exchanges.initiate(peer, node.run.charterFingerprint, node.run.rounds.finished(), firstBlock,
                    node.context);
            started++;
        }
        return started;
    }

    private boolean isEligible(PeerId peer) {
        return node.exchanges.canInitiate(peer) && node.run.codings.isStartedBy(node.self, peer)
                && !node.incompatible.contains(peer)
                && !node.standing.ignores(peer, node.now) && !node.backoff.isResting(peer, node.now);
    }

    /** A peer offers an exchange. */
    void offered(PeerId from, Message.Offer offer) {
        if (node.phase != Phase.RUNNING) {
            decline(from, offer, Message.Refusal.NOT_RUNNING, "is " + node.phase.name().toLowerCase(Locale.ROOT));
            return;
        }
        if (offer.charterFingerprint() != node.run.charterFingerprint) {
            decline(from, offer, Message.Refusal.CHARTER, "follows another charter");
            return;
        }
        OptionalInt halvings = node.run.plan.parameters().flow().staleness().halvings(offer.round(),
                node.run.rounds.finished());
        boolean room = hasRoom();
        boolean acceptsNew = room && hasBandwidthFor(from) && halvings.isPresent();
        if (!node.exchanges.offered(from, node.incarnations.of(from), offer, acceptsNew, halvings.orElse(0),
                node.context)) {
            decline(from, offer, Message.Refusal.BUSY, !room
                    ? "has too many unfinished blocks"
                    : halvings.isPresent() ? "has no bandwidth left" : "is in round " + node.run.rounds.finished());
        }
    }

    /**
     * Where there is bandwidth for a few exchanges only, whoever was declined comes first for a while: or those that ask
     * most often would keep others away for ever.
     */
    private boolean hasBandwidthFor(PeerId from) {
        boolean kept = node.keptFor.isPresent() && node.now.compareTo(node.keptUntil) < 0;
        boolean full = isServingEnough() || kept && !node.keptFor.get().equals(from);
        if (full && !kept) {
            node.keptFor = Optional.of(from);
            node.keptUntil = node.now.plus(node.run.plan.parameters().retryAfter().multipliedBy(KEPT_RETRIES));
        } else if (!full && kept) {
            node.keptFor = Optional.empty();
        }
        return !full;
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
