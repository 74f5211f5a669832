package dev.grapevine.node.transport;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;

/**
 * Cuts a stream into frames: four bytes of length, big-endian, and as many bytes. A length over the limit ends the
 * reading before anything is kept. What is kept of an unfinished frame grows with what has arrived of it, whatever was
 * announced. For one event loop.
 */
final class FrameReader implements Handler<Buffer> {

    private static final int LENGTH_BYTES = 4;
    private static final byte[] NOTHING = {};

    private final Consumer<byte[]> onFrame;
    private final Runnable onTooLong;
    private final IntConsumer onKept;
    private int limit;
    /** Of the length, so many bytes have come. */
    private int lengthBytes;
    private int length;
    /** The beginning of a frame that came in parts, and how much of it there is. */
    private byte[] kept = NOTHING;
    private int filled;
    private boolean ended;

    FrameReader(int limit, Consumer<byte[]> onFrame, Runnable onTooLong) {
        this(limit, onFrame, onTooLong, unused -> {});
    }

    /**
     * @param onKept told how many bytes an unfinished frame is about to take, and 0 when it takes no more; it may end
     *               the reading
     */
    FrameReader(int limit, Consumer<byte[]> onFrame, Runnable onTooLong, IntConsumer onKept) {
        this.limit = limit;
        this.onFrame = onFrame;
        this.onTooLong = onTooLong;
        this.onKept = onKept;
    }

    /** Frames may be of another length from now on. */
    void limit(int newLimit) {
        limit = newLimit;
    }

    /** Whether a frame has begun and is not complete. */
    boolean isWithinFrame() {
        return lengthBytes > 0;
    }

    /** Reads nothing any more, and keeps nothing. */
    void end() {
        ended = true;
        lengthBytes = 0;
        keepNothing();
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
            bytes.getBytes(at, to, kept, filled);
            filled += to - at;
            if (filled == length) {
                complete(kept);
            }
        }
        return to;
    }

    /** Doubles, and never takes more than the frame needs: a complete one fills it exactly. */
    private void makeRoom(int needed) {
        if (needed > kept.length) {
            int room = Math.min(length, Math.max(needed, 2 * kept.length));
            onKept.accept(room);
            if (!ended) {
                kept = Arrays.copyOf(kept, room);
            }
        }
    }

    private void complete(byte[] frame) {
        lengthBytes = 0;
        length = 0;
        keepNothing();
        onFrame.accept(frame);
    }

    private void keepNothing() {
        filled = 0;
        if (kept.length > 0) {
            kept = NOTHING;
            onKept.accept(0);
        }
    }

    /** A frame with its length before it. */
    static Buffer frame(byte[] bytes) {
        return Buffer.buffer(LENGTH_BYTES + bytes.length).appendInt(bytes.length).appendBytes(bytes);
    }
}
