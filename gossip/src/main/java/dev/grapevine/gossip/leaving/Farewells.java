package dev.grapevine.gossip.leaving;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.gossip.conversation.Conversation;
import dev.grapevine.gossip.conversation.Room;
import dev.grapevine.gossip.conversation.Speaker;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;

/** Handles notices of peers that leave, and of peers that believe that this node has left. */
public final class Farewells implements Speaker {

    private final LeavingRoom room = new LeavingRoom();
    private final Consumer<PeerId> gone;
    private final BiConsumer<PeerId, Outlived> outlived;

    /**
     * @param gone     receives peers that have left for good
     * @param outlived receives notices of peers that know a later incarnation of this node
     */
    public Farewells(Consumer<PeerId> gone, BiConsumer<PeerId, Outlived> outlived) {
        this.gone = gone;
        this.outlived = outlived;
    }

    @Override
    public Room room() {
        return room;
    }

    @Override
    public void onMessage(PeerId from, Message message) {
        if (message instanceof Outlived said) {
            outlived.accept(from, said);
        } else {
            gone.accept(from);
        }
    }

    @Override
    public Conversation restore(ConversationKey key, PeerId peer, StateReader in) {
        throw new IllegalArgumentException("who leaves begins no conversation");
    }
}
