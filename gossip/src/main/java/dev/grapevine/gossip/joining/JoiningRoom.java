package dev.grapevine.gossip.joining;

import java.util.List;

import dev.grapevine.gossip.conversation.Room;
import dev.grapevine.gossip.message.MessageType;

/** The room in which a node finds its run, or founds one. */
public final class JoiningRoom implements Room {

    /** Timer: asks again, or stops waiting. */
    static final int RETRY = 1;
    /** Timer: asks again which run each peer takes part in, or decides by the answers. */
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
