package dev.grapevine.gossip.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.ConversationMessage;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.peers.PeerTable;

/** A node's open conversations: by peer, and in the order in which it began its own. Not for several threads at once. */
final class ConversationIndex {

    private final PeerId self;
    /** Few with each; those with whoever answers are under the node itself. */
    private final PeerTable<List<Conversation>> byPeer = new PeerTable<>();
    private final List<Conversation> begun = new ArrayList<>();

    ConversationIndex(PeerId self) {
        this.self = self;
    }

    boolean isOwn(Conversation conversation) {
        return conversation.key().initiator().equals(self);
    }

    void add(Conversation conversation) {
        if (get(conversation.key()) != null) {
            throw new IllegalStateException("There are two conversations " + conversation.key());
        }
        List<Conversation> others = byPeer.get(conversation.peer());
        if (others == null) {
            others = new ArrayList<>(2);
            byPeer.put(conversation.peer(), others);
        }
        others.add(conversation);
        if (isOwn(conversation)) {
            begun.add(conversation);
        }
    }

    void remove(Conversation conversation) {
        begun.remove(conversation);
        List<Conversation> others = byPeer.get(conversation.peer());
        others.remove(conversation);
        if (others.isEmpty()) {
            byPeer.remove(conversation.peer());
        }
    }

    /** Null if there is none. */
    Conversation get(ConversationKey key) {
        Conversation found = key.initiator().equals(self)
                ? find(begun, key.kind(), self, key.sequence())
                : find(with(key.initiator()), key.kind(), key.initiator(), key.sequence());
        return found != null && found.key().incarnation() == key.incarnation() ? found : null;
    }

    /** The one in which a peer says something; null if there is none. */
    Conversation find(PeerId from, int kind, ConversationMessage said) {
        PeerId initiator = said.isFromInitiator() ? from : self;
        Conversation found = find(with(from), kind, initiator, said.sequence());
        return found != null || said.isFromInitiator() ? found : find(with(self), kind, self, said.sequence());
    }

    private static Conversation find(List<Conversation> conversations, int kind, PeerId initiator, long sequence) {
        for (Conversation conversation : conversations) {
            ConversationKey key = conversation.key();
            if (key.sequence() == sequence && key.kind() == kind && key.initiator().equals(initiator)) {
                return conversation;
            }
        }
        return null;
    }

    /** Those that this node began, in the order in which it did. */
    List<Conversation> begun() {
        return begun;
    }

    /** Those with a peer, in the order in which they were opened. */
    List<Conversation> with(PeerId peer) {
        List<Conversation> conversations = byPeer.get(peer);
        return conversations == null ? List.of() : conversations;
    }

    /** All, by peer. */
    void forEach(Consumer<Conversation> action) {
        byPeer.forEach((peer, conversations) -> conversations.forEach(action));
    }

    /** The sum of something over all. */
    int sum(ToIntFunction<Conversation> of) {
        int[] sum = new int[1];
        forEach(conversation -> sum[0] += of.applyAsInt(conversation));
        return sum[0];
    }
}
