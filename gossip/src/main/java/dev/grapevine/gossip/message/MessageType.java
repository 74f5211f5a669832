package dev.grapevine.gossip.message;

import java.util.function.BiConsumer;
import java.util.function.Function;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/**
 * A type of message: everything that the rest of the protocol knows of it.
 *
 * @param number on the wire, 10 to 127; never reused
 * @param type   its class
 * @param writer writes its fields
 * @param reader the inverse: compares every length with the remaining bytes before it allocates, and throws an
 *     {@link IllegalArgumentException} or Kryo's own exception for bytes that no honest peer writes
 * @param words  the meaning of a message, as a clause
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

    /** The meaning of a message of this type, as a clause. */
    public String say(Message message) {
        return words.apply(type.cast(message));
    }
}
