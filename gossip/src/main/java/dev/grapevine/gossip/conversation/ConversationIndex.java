package dev.grapevine.gossip.conversation;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.ConversationMessage;
import dev.grapevine.gossip.peers.PeerId;

/**
 * A node's open conversations, in the order in which they were opened. There are few, and each message looks one up:
 * arrays are searched faster than trees. Not for several threads at once.
 */
final class ConversationIndex {

    private static final int FEW = 4;

    private final PeerId self;
    private Conversation[] open = new Conversation[FEW];
    /** Parallel arrays of the fields that are searched. */
    private PeerId[] peers = new PeerId[FEW];
    private long[] sequences = new long[FEW];
    private int size;

    ConversationIndex(PeerId self) {
        this.self = self;
    }

    boolean isOwn(Conversation conversation) {
        return conversation.key().initiator().equals(self);
    }

    int size() {
        return size;
    }

    /** The conversation at a place, from 0, in the order in which they were opened. */
    Conversation get(int place) {
        return open[place];
    }

    void add(Conversation conversation) {
        if (get(conversation.key()) != null) {
            throw new IllegalStateException("There are two conversations " + conversation.key());
        }
        if (size == open.length) {
            open = Arrays.copyOf(open, 2 * size);
            peers = Arrays.copyOf(peers, 2 * size);
            sequences = Arrays.copyOf(sequences, 2 * size);
        }
        open[size] = conversation;
        peers[size] = conversation.peer();
        sequences[size] = conversation.key().sequence();
        size++;
    }

    void remove(Conversation conversation) {
        int place = 0;
        while (open[place] != conversation) {
            place++;
        }
        size--;
        System.arraycopy(open, place + 1, open, place, size - place);
        System.arraycopy(peers, place + 1, peers, place, size - place);
        System.arraycopy(sequences, place + 1, sequences, place, size - place);
        open[size] = null;
        peers[size] = null;
    }

    /** The conversation with a key; null if there is none. */
    Conversation get(ConversationKey key) {
        for (int i = 0; i < size; i++) {
            if (sequences[i] == key.sequence() && open[i].key().equals(key)) {
                return open[i];
            }
        }
        return null;
    }

    /** The conversation to which a message of a peer belongs; null if there is none. */
    Conversation find(PeerId from, int kind, ConversationMessage said) {
        PeerId initiator = said.isFromInitiator() ? from : self;
        for (int i = 0; i < size; i++) {
            if (sequences[i] == said.sequence() && (peers[i].equals(from) || peers[i].equals(self))) {
                ConversationKey key = open[i].key();
                if (key.kind() == kind && key.initiator().equals(initiator)) {
                    return open[i];
                }
            }
        }
        return null;
    }

    /** Applies an action to all conversations with a peer. */
    void forEachWith(PeerId peer, Consumer<Conversation> action) {
        for (int i = 0; i < size; i++) {
            if (peers[i].equals(peer)) {
                action.accept(open[i]);
            }
        }
    }

    /** The sum of a number over all conversations. */
    int sum(ToIntFunction<Conversation> of) {
        int sum = 0;
        for (int i = 0; i < size; i++) {
            sum += of.applyAsInt(open[i]);
        }
        return sum;
    }
}
