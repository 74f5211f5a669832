package dev.grapevine.gossip.notice;

import java.util.List;

import dev.grapevine.gossip.conversation.Room;
import dev.grapevine.gossip.message.MessageType;

/** The room in which nodes tell each other how good their models are; it has no conversations. */
public final class NoticesRoom implements Room {

    @Override
    public int kind() {
        return 14;
    }

    @Override
    public String name() {
        return "notices";
    }

    @Override
    public List<MessageType<?>> messages() {
        return Notice.ALL;
    }

    @Override
    public long feature() {
        return 1 << 1;
    }

    @Override
    public String timerWords(int what, long sequence) {
        throw new IllegalArgumentException("Nobody waits for notices");
    }
}
