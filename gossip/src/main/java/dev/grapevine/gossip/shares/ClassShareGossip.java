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
 * Peers tell each other their class shares, if the overlay chooses by them: each tells whom it sees, and whom it hears
 * from for the first time. So one of the two messages between two nodes may get lost.
 */
public final class ClassShareGossip implements Speaker {

    private final ClassSharesRoom room = new ClassSharesRoom();
    private final KnownShares shares;
    private final long charterFingerprint;
    private final ConversationContext context;

    /** @param shares the node's own, and what peers tell */
    public ClassShareGossip(KnownShares shares, long charterFingerprint, ConversationContext context) {
        this.shares = shares;
        this.charterFingerprint = charterFingerprint;
        this.context = context;
    }

    @Override
    public Room room() {
        return room;
    }

    /** Tells a peer, if there is anything to tell. */
    public void tell(PeerId peer) {
        shares.own().ifPresent(own -> context.send(peer, new ClassSharesNotice(charterFingerprint, own)));
    }

    @Override
    public void hear(PeerId from, Message message) {
        ClassSharesNotice notice = (ClassSharesNotice) message;
        if (notice.charterFingerprint() != charterFingerprint) {
            return;
        }
        if (!shares.fit(notice.shares())) {
            context.fault(from, "class shares that the run has no use for");
        } else if (shares.told(from, notice.shares())) {
            tell(from);
        }
    }

    /** The peer's data may be other data by now. */
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
