package dev.grapevine.gossip.joining;

import java.util.List;

import dev.grapevine.gossip.conversation.Room;
import dev.grapevine.gossip.message.MessageType;

/** How a node finds its run, or founds one. */
public final class JoiningRoom implements Room {

    /** Timer: to ask again, or to stop waiting. */
    static final int RETRY = 1;

    @Override
    public int kind() {
        return 10;
    }

    @Override
    public String name() {
        return "joining";
    }

    @Override
    public List<MessageType<?>> messages() {
        return JoiningMessage.ALL;
    }

    @Override
    public String timerWords(int what, long sequence) {
        return "look again for a run";
    }
}
