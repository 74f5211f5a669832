package dev.grapevine.gossip.joining;

import java.util.List;

import dev.grapevine.gossip.conversation.Room;
import dev.grapevine.gossip.message.MessageType;

/** How a node finds its run, or founds one. */
public final class JoiningRoom implements Room {

    /** Timer: to ask again, or to stop waiting. */
    static final int RETRY = 1;
    /** Timer: to ask again who is in which of several runs, or to decide by that. */
    static final int TOGETHER = 2;

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
        return what == TOGETHER ? "look after who is in another run" : "look again for a run";
    }
}
