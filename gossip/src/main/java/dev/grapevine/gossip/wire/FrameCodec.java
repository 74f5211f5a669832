package dev.grapevine.gossip.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.Message.Envelope;

/**
 * Bytes ⇄ messages. A frame is the protocol's version (one byte), the incarnations of sender and receiver (varints),
 * and the message: its number (varint) and its fields, as Kryo writes them.
 *
 * <p>Whatever is decoded, nothing is thrown but {@link MalformedFrameException}, and nothing is allocated by a length
 * that has not been compared with the bytes that remain. Not for several threads at once.
 */
public final class FrameCodec {

    /** Peers of different versions refuse each other. */
    public static final int VERSION = 3;

    /** More than a frame takes besides the one array of bytes in its message. */
    public static final int ENVELOPE_BYTES = 32;

    /** What a stream transport puts before each frame: its length, big-endian. */
    public static final int LENGTH_PREFIX_BYTES = 4;

    private static final int FIRST_BUFFER_BYTES = 1024;

    private final Kryo kryo = new Kryo();
    private final Input input = new Input();
    private final Output output;
    private final int frameBytesMax;

    /**
     * @param frameBytesMax the longest frame to write or to read
     */
    public FrameCodec(int frameBytesMax) {
        this.frameBytesMax = frameBytesMax;
        this.output = new Output(Math.min(FIRST_BUFFER_BYTES, frameBytesMax), frameBytesMax);
        kryo.setRegistrationRequired(true);
        kryo.setReferences(false);
        MessageSerializers.register(kryo);
    }

    /** The frame of a message. */
    public byte[] encode(Envelope envelope) {
        output.reset();
        output.writeByte(VERSION);
        output.writeVarLong(envelope.senderIncarnation(), true);
        output.writeVarLong(envelope.receiverIncarnation(), true);
        Registration registration = kryo.getRegistration(envelope.message().getClass());
        output.writeVarInt(registration.getId(), true);
        kryo.writeObject(output, envelope.message(), registration.getSerializer());
        return output.toBytes();
    }

    /** The message of a frame. */
    public Envelope decode(byte[] frame) throws MalformedFrameException {
        if (frame.length == 0 || frame.length > frameBytesMax) {
            throw new MalformedFrameException(frame.length + " bytes");
        }
        if (frame[0] != VERSION) {
            throw new MalformedFrameException("protocol version " + (frame[0] & 0xff) + ", not " + VERSION);
        }
        try {
            input.setBuffer(frame, 1, frame.length - 1);
            long sender = BoundedInput.count(input, "incarnation");
            long receiver = BoundedInput.count(input, "incarnation");
            Message message = readMessage();
            if (BoundedInput.remaining(input) > 0) {
                throw new MalformedFrameException(BoundedInput.remaining(input) + " bytes too many");
            }
            return new Envelope(sender, receiver, message);
        } catch (KryoException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new MalformedFrameException(String.valueOf(e.getMessage()));
        }
    }

    /** Not Kryo's own way of reading a class, which would also take a class's name from the frame. */
    private Message readMessage() throws MalformedFrameException {
        int number = input.readVarInt(true);
        Registration registration = kryo.getRegistration(number);
        if (registration == null || !Message.class.isAssignableFrom(registration.getType())) {
            throw new MalformedFrameException("no message has number " + number);
        }
        Class<?> type = registration.getType();
        return kryo.readObject(input, type.asSubclass(Message.class));
    }
}
