package dev.grapevine.gossip.leaving;

import java.util.function.Consumer;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.gossip.conversation.Conversation;
import dev.grapevine.gossip.conversation.Room;
import dev.grapevine.gossip.conversation.Speaker;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;

/** Hears who leaves. */
public final class Farewells implements Speaker {

    private final LeavingRoom room = new LeavingRoom();
    private final Consumer<PeerId> gone;

    /** @param gone told of a peer that has left for good */
    public Farewells(Consumer<PeerId> gone) {
        this.gone = gone;
    }

    @Override
    public Room room() {
        return room;
    }

    @Override
    public void hear(PeerId from, Message message) {
        gone.accept(from);
    }

    @Override
    public Conversation restore(ConversationKey key, PeerId peer, StateReader in) {
        throw new IllegalArgumentException("who leaves begins no conversation");
    }
}
