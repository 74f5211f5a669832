package dev.grapevine.gossip.joining;

import java.util.List;

import dev.grapevine.gossip.conversation.Room;
import dev.grapevine.gossip.message.MessageType;

/** The room in which a node copies a peer's replica. */
public final class CopyingRoom implements Room {

    /** Timer: asks again for missing answers. */
    static final int RETRY = 1;
    /** Timer: compares a copy in use with the replicas of others. */
    static final int WATCH = 2;

    @Override
    public int kind() {
        return 11;
    }

    @Override
    public String name() {
        return "copying";
    }

    @Override
    public List<MessageType<?>> messages() {
        return CopyMessage.ALL;
    }

    @Override
    public String timerWords(int what, long sequence) {
        return what == WATCH ? "compare the copy that it uses" : "look after the copy of the replica";
    }
}
