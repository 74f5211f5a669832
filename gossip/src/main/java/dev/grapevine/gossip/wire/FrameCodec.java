package dev.grapevine.gossip.wire;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.MessageTable;
import dev.grapevine.gossip.message.MessageType;

/**
 * Bytes ⇄ messages. A frame is the protocol's version (one byte), the incarnations of sender and receiver (varints),
 * and the message: its number (varint) and its fields, as Kryo writes them.
 *
 * <p>For any bytes, decoding throws nothing but {@link MalformedFrameException}, and allocates nothing by a length that
 * has not been compared with the remaining bytes. Not for several threads at once.
 */
public final class FrameCodec {

    /** The newest version of the protocol that is spoken; all frames have it. */
    public static final int VERSION = 5;

    /** The oldest version of the protocol that is spoken. */
    public static final int OLDEST_VERSION = 5;

    /** The most bytes of a frame besides the one array in its message. */
    public static final int ENVELOPE_BYTES = 32;

    /** The bytes that a stream transport puts before each frame: its length, big-endian. */
    public static final int LENGTH_PREFIX_BYTES = 4;

    private static final int FIRST_BUFFER_BYTES = 1024;

    /** A buffer to write to. One for each thread, and not for each codec: many nodes are simulated in one thread. */
    private static final ThreadLocal<Output> OUTPUT = ThreadLocal
            .withInitial(() -> new Output(FIRST_BUFFER_BYTES, Integer.MAX_VALUE - Long.BYTES));

    private final Input input = new Input();
    private final MessageTable messages;
    private final int frameBytesMax;

    /**
     * @param messages      the messages that can be written and read
     * @param frameBytesMax the longest frame to write or to read
     */
    public FrameCodec(MessageTable messages, int frameBytesMax) {
        this.messages = messages;
        this.frameBytesMax = frameBytesMax;
    }

    /** The messages that it knows. */
    public MessageTable messages() {
        return messages;
    }

    /** The frame of a message. */
    public byte[] encode(Envelope envelope) {
        MessageType<?> type = messages.of(envelope.message());
        Output output = OUTPUT.get();
        output.reset();
        output.writeByte(VERSION);
        output.writeVarLong(envelope.senderIncarnation(), true);
        output.writeVarLong(envelope.receiverIncarnation(), true);
        output.writeVarInt(type.number(), true);
        type.write(envelope.message(), output);
        if (output.position() > frameBytesMax) {
            throw new IllegalArgumentException("A frame of " + output.position() + " bytes where " + frameBytesMax
                    + " are allowed");
        }
        return output.toBytes();
    }

    /** The life that a frame of {@link #encode} is for, without reading its message; 0 if its sender knows none. */
    public long receiverIncarnation(byte[] frame) {
        input.setBuffer(frame, 1, frame.length - 1);
        input.readVarLong(true);
        return input.readVarLong(true);
    }

    /** The number of the message in a frame of {@link #encode}, without reading the message. Any thread. */
    public static int messageNumber(byte[] frame) {
        int place = 1;
        for (int incarnation = 0; incarnation < 2; incarnation++) {
            while (frame[place] < 0) {
                place++;
            }
            place++;
        }
        return frame[place];
    }

    /**
     * The message in a frame.
     *
     * @throws FrameMemoryError if there is no memory for it
     */
    public Envelope decode(byte[] frame) throws MalformedFrameException {
        if (frame.length == 0 || frame.length > frameBytesMax) {
            throw new MalformedFrameException(frame.length + " bytes");
        }
        if (frame[0] != VERSION) {
            throw new MalformedFrameException("protocol version " + (frame[0] & 0xff) + ", not " + VERSION);
        }
        try {
            input.setBuffer(frame, 1, frame.length - 1);
            long sender = BoundedInput.upTo(input, FieldBytes.INCARNATION_MAX, "incarnation");
            long receiver = BoundedInput.upTo(input, FieldBytes.INCARNATION_MAX, "incarnation");
            if (!FieldBytes.isIncarnation(sender)) {
                throw new MalformedFrameException("a sender without an incarnation");
            }
            Message message = readMessage();
            if (BoundedInput.remaining(input) > 0) {
                throw new MalformedFrameException(BoundedInput.remaining(input) + " bytes too many");
            }
            return new Envelope(sender, receiver, message);
        } catch (KryoException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new MalformedFrameException(String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            throw new FrameMemoryError(frame.length);
        }
    }

    private Message readMessage() throws MalformedFrameException {
        int number = input.readVarInt(true);
        MessageType<?> type = messages.of(number);
        if (type == null) {
            throw new MalformedFrameException("no message has number " + number);
        }
        return type.reader().apply(input);
    }
}
