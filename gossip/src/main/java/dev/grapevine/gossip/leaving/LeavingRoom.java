package dev.grapevine.gossip.leaving;

import java.util.List;

import dev.grapevine.gossip.conversation.Room;
import dev.grapevine.gossip.message.MessageType;

/** The end of an incarnation: notices, without a conversation. */
public final class LeavingRoom implements Room {

    @Override
    public int kind() {
        return 13;
    }

    @Override
    public String name() {
        return "leaving";
    }

    @Override
    public List<MessageType<?>> messages() {
        return Leaving.ALL;
    }

    @Override
    public String timerWords(int what, long sequence) {
        throw new IllegalArgumentException("Nobody waits for a good-bye");
    }
}
