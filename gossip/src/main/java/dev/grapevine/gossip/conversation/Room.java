package dev.grapevine.gossip.conversation;

import java.util.List;
import java.util.Optional;

import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.MessageType;

/** A room: one sub-protocol, as the rest of the protocol knows it. Its state in one node is a {@link Speaker}. */
public interface Room {

    /** The number in the keys of its conversations; part of all formats, and never reused. */
    int kind();

    /** The name in messages to people and of its section in snapshots. */
    String name();

    /** The messages of this room. */
    List<MessageType<?>> messages();

    /**
     * The feature, a bit, of nodes that know its messages; 0 for a room that nodes of every version know. A driver sends
     * these messages to peers with that feature only.
     */
    default long feature() {
        return 0;
    }

    /** The purpose of a timer of one of its conversations, as words that follow "will". */
    String timerWords(int what, long sequence);

    /**
     * The answer of a node that cannot take part at present, so that the other side need not wait; empty if there is
     * none.
     *
     * @param why a clause that begins with the node's name
     */
    default Optional<Message> refusal(Message message, String why) {
        return Optional.empty();
    }
}
