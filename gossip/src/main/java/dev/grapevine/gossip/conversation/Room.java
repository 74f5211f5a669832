package dev.grapevine.gossip.conversation;

import java.util.List;
import java.util.Optional;

import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.MessageType;

/**
 * A way of talking: all that the rest of the protocol knows of it. What it is like in one node is a {@link Speaker}.
 */
public interface Room {

    /** The number in the keys of its conversations; part of all formats, and never given to another one again. */
    int kind();

    /** For people, and for the sections of snapshots. */
    String name();

    /** What is said in it. */
    List<MessageType<?>> messages();

    /** What a timer of one of its conversations is for, after "will". */
    String timerWords(int what, long sequence);

    /**
     * What a node answers that is in no position to take part, so that the other side need not wait; empty where there is
     * nothing to say.
     *
     * @param why a clause that begins with the node's name
     */
    default Optional<Message> refusal(Message message, String why) {
        return Optional.empty();
    }
}
