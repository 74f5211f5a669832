package dev.grapevine.node.transport;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;

/**
 * Splits a stream into frames: a length of four bytes, big-endian, and that many bytes. A length over the limit ends
 * the reading before anything is buffered. The buffer of an unfinished frame grows with the bytes that have arrived,
 * whatever length was announced. For one event loop.
 */
public final class FrameReader implements Handler<Buffer> {

    private static final int LENGTH_BYTES = 4;
    private static final byte[] EMPTY = {};

    private final Consumer<byte[]> onFrame;
    private final Runnable onTooLong;
    private final IntConsumer onBuffered;
    private int limit;
    /** Bytes of the length prefix that have arrived, 0 to 4. */
    private int lengthBytes;
    private int length;
    /** Buffer of a frame that arrives in parts; its first {@code filled} bytes have arrived. */
    private byte[] buffer = EMPTY;
    private int filled;
    private boolean ended;

    /**
     * @param limit     most bytes of a frame
     * @param onFrame   receives each frame
     * @param onTooLong called once when a longer frame begins; nothing is read after it
     */
    public FrameReader(int limit, Consumer<byte[]> onFrame, Runnable onTooLong) {
        this(limit, onFrame, onTooLong, unused -> {});
    }

    /**
     * @param onBuffered receives the bytes that the buffer of an unfinished frame is about to take, and 0 when it is
     *                   freed; may call {@link #end}
     */
    FrameReader(int limit, Consumer<byte[]> onFrame, Runnable onTooLong, IntConsumer onBuffered) {
        this.limit = limit;
        this.onFrame = onFrame;
        this.onTooLong = onTooLong;
        this.onBuffered = onBuffered;
    }

    /** Sets another limit on the length of frames, in bytes, from now on. */
    void limit(int newLimit) {
        limit = newLimit;
    }

    /** Whether a frame has begun and is incomplete. */
    boolean isWithinFrame() {
        return lengthBytes > 0;
    }

    /** Ends the reading and frees the buffer. */
    void end() {
        ended = true;
        lengthBytes = 0;
        dropBuffer();
    }

    @Override
    public void handle(Buffer bytes) {
        int at = 0;
        while (!ended && at < bytes.length()) {
            at = lengthBytes < LENGTH_BYTES ? readLength(bytes, at) : readFrame(bytes, at);
        }
    }

    private int readLength(Buffer bytes, int at) {
        length = length << Byte.SIZE | bytes.getUnsignedByte(at);
        lengthBytes++;
        if (lengthBytes == LENGTH_BYTES && (length < 1 || length > limit)) {
            end();
            onTooLong.run();
        }
        return at + 1;
    }

    private int readFrame(Buffer bytes, int at) {
        int to = at + Math.min(length - filled, bytes.length() - at);
        if (to - at == length) {
            complete(bytes.getBytes(at, to));
            return to;
        }
        makeRoom(filled + to - at);
        if (!ended) {
            bytes.getBytes(at, to, buffer, filled);
            filled += to - at;
            if (filled == length) {
                complete(buffer);
            }
        }
        return to;
    }

    /** Doubles the buffer up to the length of the frame, so that a complete frame fills it exactly. */
    private void makeRoom(int needed) {
        if (needed > buffer.length) {
            int room = Math.min(length, Math.max(needed, 2 * buffer.length));
            onBuffered.accept(room);
            if (!ended) {
                buffer = Arrays.copyOf(buffer, room);
            }
        }
    }

    private void complete(byte[] frame) {
        lengthBytes = 0;
        length = 0;
        dropBuffer();
        onFrame.accept(frame);
    }

    private void dropBuffer() {
        filled = 0;
        if (buffer.length > 0) {
            buffer = EMPTY;
            onBuffered.accept(0);
        }
    }

    /** Encodes a frame: its length, then its bytes. */
    public static Buffer frame(byte[] bytes) {
        return Buffer.buffer(LENGTH_BYTES + bytes.length).appendInt(bytes.length).appendBytes(bytes);
    }
}
