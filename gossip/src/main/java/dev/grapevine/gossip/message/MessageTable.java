package dev.grapevine.gossip.message;

import java.util.ArrayList;
import java.util.List;

/** All messages that nodes know, by number and by class. Immutable; may be used by any thread. */
public final class MessageTable {

    private static final int NUMBERS = 128;

    private final MessageType<?>[] byNumber = new MessageType<?>[NUMBERS];
    private final ClassValue<MessageType<?>> byClass = new ClassValue<>() {
        @Override
        protected MessageType<?> computeValue(Class<?> type) {
            return types().stream().filter(known -> known.type() == type).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("Nobody has registered " + type));
        }
    };

    /** @throws IllegalArgumentException if two have the same number or class */
    public MessageTable(List<? extends MessageType<?>> types) {
        for (MessageType<?> type : types) {
            if (byNumber[type.number()] != null
                    || types().stream().anyMatch(known -> known.type() == type.type())) {
                throw new IllegalArgumentException("Message " + type.number() + ", " + type.type().getSimpleName()
                        + ", is there twice");
            }
            byNumber[type.number()] = type;
        }
    }

    /** The type with that number; null if there is none. */
    public MessageType<?> of(int number) {
        return number >= 0 && number < NUMBERS ? byNumber[number] : null;
    }

    public MessageType<?> of(Message message) {
        return byClass.get(message.getClass());
    }

    /** All types, by number. */
    public List<MessageType<?>> types() {
        List<MessageType<?>> types = new ArrayList<>();
        for (MessageType<?> type : byNumber) {
            if (type != null) {
                types.add(type);
            }
        }
        return types;
    }
}
