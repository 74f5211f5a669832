package dev.grapevine.gossip.shares;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.conversation.Conversation;
import dev.grapevine.gossip.conversation.ConversationContext;
import dev.grapevine.gossip.conversation.Room;
import dev.grapevine.gossip.conversation.Speaker;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.KnownShares;
import dev.grapevine.gossip.peers.PeerId;

/**
 * Exchanges class shares between peers, if the overlay uses them: a node sends its own to the peers that it sees, and
 * in answer to the first notice of a peer. So one of the two messages between two nodes may get lost.
 */
public final class ClassShareGossip implements Speaker {

    private final ClassSharesRoom room = new ClassSharesRoom();
    private final KnownShares shares;
    private final long charterFingerprint;
    private final ConversationContext context;

    /** @param shares the node's own, and those of its peers */
    public ClassShareGossip(KnownShares shares, long charterFingerprint, ConversationContext context) {
        this.shares = shares;
        this.charterFingerprint = charterFingerprint;
        this.context = context;
    }

    @Override
    public Room room() {
        return room;
    }

    /** Sends the node's shares to a peer, if it has any. */
    public void tell(PeerId peer) {
        shares.own().ifPresent(own -> context.send(peer, new ClassSharesNotice(charterFingerprint, own)));
    }

    @Override
    public void onMessage(PeerId from, Message message) {
        ClassSharesNotice notice = (ClassSharesNotice) message;
        if (notice.charterFingerprint() != charterFingerprint) {
            return;
        }
        if (!shares.fit(notice.shares())) {
            context.fault(from, "class shares that the run has no use for");
        } else if (shares.onShares(from, notice.shares())) {
            tell(from);
        }
    }

    /** The peer's data may have changed. */
    @Override
    public void buried(PeerId peer) {
        shares.forget(peer);
    }

    @Override
    public Conversation restore(ConversationKey key, PeerId peer, StateReader in) {
        throw new IllegalArgumentException("class shares are told without a conversation");
    }

    @Override
    public void save(StateWriter out) {
        shares.save(out);
    }

    @Override
    public void restore(StateReader in) {
        shares.restore(in);
    }
}
