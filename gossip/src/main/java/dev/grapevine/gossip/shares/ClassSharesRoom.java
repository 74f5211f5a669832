package dev.grapevine.gossip.shares;

import java.util.List;

import dev.grapevine.gossip.conversation.Room;
import dev.grapevine.gossip.message.MessageType;

/** Class shares: notices, without a conversation. */
public final class ClassSharesRoom implements Room {

    @Override
    public int kind() {
        return 12;
    }

    @Override
    public String name() {
        return "class shares";
    }

    @Override
    public List<MessageType<?>> messages() {
        return ClassSharesNotice.ALL;
    }

    @Override
    public String timerWords(int what, long sequence) {
        throw new IllegalArgumentException("Nobody waits for class shares");
    }
}
