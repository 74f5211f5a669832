package dev.grapevine.gossip.leaving;

import java.util.List;

import dev.grapevine.gossip.message.MessageType;
import dev.grapevine.gossip.message.PlainMessage;
import dev.grapevine.gossip.message.Priority;

/** The sender leaves for good: unfinished work with it will never be finished. */
public record Leaving() implements PlainMessage {

    static final List<MessageType<?>> ALL = List.of(
            new MessageType<>(30, Leaving.class, (m, out) -> {}, in -> new Leaving(), m -> "it leaves"),
            new MessageType<>(33, Outlived.class, (m, out) -> out.writeVarLong(m.first(), true), Outlived::read,
                    m -> "it hears only lives from " + m.first() + " on"));

    @Override
    public Priority priority() {
        return Priority.CONTROL;
    }
}
