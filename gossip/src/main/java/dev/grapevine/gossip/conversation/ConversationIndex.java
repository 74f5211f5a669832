package dev.grapevine.gossip.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.ConversationMessage;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.peers.PeerTable;

/** A node's open conversations: by key, by peer, and in the order in which it began its own. Not for several threads. */
final class ConversationIndex {

    private final PeerId self;
    private final SortedMap<ConversationKey, Conversation> all = new TreeMap<>();
    /** The same ones; those with whoever answers are under the node itself. */
    private final PeerTable<List<Conversation>> byPeer = new PeerTable<>();
    private final List<Conversation> begun = new ArrayList<>();

    ConversationIndex(PeerId self) {
        this.self = self;
    }

    boolean isOwn(Conversation conversation) {
        return conversation.key().initiator().equals(self);
    }

    void add(Conversation conversation) {
        if (all.put(conversation.key(), conversation) != null) {
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
        all.remove(conversation.key());
        begun.remove(conversation);
        List<Conversation> others = byPeer.get(conversation.peer());
        others.remove(conversation);
        if (others.isEmpty()) {
            byPeer.remove(conversation.peer());
        }
    }

    /** Null if there is none. */
    Conversation get(ConversationKey key) {
        return all.get(key);
    }

    /** All, by key. */
    Iterable<Conversation> all() {
        return all.values();
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

    /** The one in which a peer says something; null if there is none. */
    Conversation find(PeerId from, int kind, ConversationMessage said) {
        Conversation found = find(with(from), kind, from, said);
        return found != null || said.isFromInitiator() ? found : find(with(self), kind, from, said);
    }

    private Conversation find(List<Conversation> conversations, int kind, PeerId from, ConversationMessage said) {
        PeerId initiator = said.isFromInitiator() ? from : self;
        for (Conversation conversation : conversations) {
            ConversationKey key = conversation.key();
            if (key.sequence() == said.sequence() && key.kind() == kind && key.initiator().equals(initiator)) {
                return conversation;
            }
        }
        return null;
    }
}
