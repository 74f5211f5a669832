package dev.grapevine.gossip.message;

import java.util.function.BiConsumer;
import java.util.function.Function;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/**
 * A kind of message: all that the rest of the protocol has to know of it, in one place.
 *
 * @param number on the wire, 10 to 127; never given to anything else again
 * @param type   its class
 * @param writer writes its fields
 * @param reader the inverse: compares every length with the bytes that remain before it allocates, and throws an
 *               {@link IllegalArgumentException} or Kryo's own exception for what no honest peer writes
 * @param words  what it says, as a clause
 */
public record MessageType<M extends Message>(int number, Class<M> type, BiConsumer<M, Output> writer,
        Function<Input, M> reader, Function<M, String> words) {

    public MessageType {
        if (number < 10 || number > 127) {
            throw new IllegalArgumentException("A message of number " + number + ": allowed are 10 to 127");
        }
    }

    /** Writes the fields of a message of this type. */
    public void write(Message message, Output out) {
        writer.accept(type.cast(message), out);
    }

    /** What a message of this type says. */
    public String say(Message message) {
        return words.apply(type.cast(message));
    }
}
