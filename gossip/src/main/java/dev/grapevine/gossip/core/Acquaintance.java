package dev.grapevine.gossip.core;

import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.ClassShares;
import dev.grapevine.gossip.peers.PeerId;

/**
 * Peers tell each other their class shares, if the overlay chooses by them: each tells whom it sees, and whom it hears
 * from for the first time. So one of the two messages between two nodes may get lost.
 */
final class Acquaintance {

    private final NodeState node;

    Acquaintance(NodeState node) {
        this.node = node;
    }

    /** The node begins to take part. */
    void begin() {
        node.live.all().forEach(this::tell);
    }

    /** Tells a peer, if there is anything to tell. */
    void tell(PeerId peer) {
        if (node.takesPart()) {
            node.run.shares.own().ifPresent(own -> node.outbox.send(peer,
                    new Message.ClassSharesNotice(node.run.charterFingerprint, own)));
        }
    }

    /** A peer told its shares. */
    void told(PeerId peer, long charterFingerprint, ClassShares shares) {
        if (!node.takesPart() || charterFingerprint != node.run.charterFingerprint) {
            return;
        }
        if (!node.run.shares.fit(shares)) {
            node.context.fault(peer, "class shares that the run has no use for");
        } else if (node.run.shares.told(peer, shares)) {
            tell(peer);
        }
    }
}
