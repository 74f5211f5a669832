package dev.grapevine.gossip.core;

import dev.grapevine.gossip.conversation.Conversations;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.peers.PeerId;

/** Books the unfinished mass of dead peers into the ledger, and drops the records of forgotten ones. */
final class Estate implements Conversations.Heir {

    private final NodeParts parts;

    Estate(NodeParts parts) {
        this.parts = parts;
    }

    @Override
    public void inherits(PeerId peer, int blocks, long mass) {
        parts.run.replica.writeOff(mass);
        parts.outbox.report(new Fact.BlocksOrphaned(peer, blocks, mass));
    }

    @Override
    public void report(Fact fact) {
        parts.reports.report(fact, parts.now);
    }

    @Override
    public boolean isLive(PeerId peer) {
        return parts.isLive(peer);
    }

    @Override
    public void forgotten(PeerId peer) {
        parts.forget(peer);
    }
}
