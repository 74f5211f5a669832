package dev.grapevine.node.transport;

import java.util.function.Consumer;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;

/**
 * Cuts a stream into frames: four bytes of length, big-endian, and as many bytes. A length over the limit ends the
 * reading before anything is kept. For one event loop.
 */
final class FrameReader implements Handler<Buffer> {

    private static final int LENGTH_BYTES = 4;

    private final RecordParser parser = RecordParser.newFixed(LENGTH_BYTES);
    private final Runnable onTooLong;
    private int limit;
    private boolean lengthIsNext = true;
    private boolean broken;

    FrameReader(int limit, Consumer<byte[]> onFrame, Runnable onTooLong) {
        this.limit = limit;
        this.onTooLong = onTooLong;
        parser.handler(record -> {
            if (broken) {
                return;
            }
            if (lengthIsNext) {
                expect(record.getInt(0));
            } else {
                lengthIsNext = true;
                parser.fixedSizeMode(LENGTH_BYTES);
                onFrame.accept(record.getBytes());
            }
        });
    }

    private void expect(int length) {
        if (length < 1 || length > limit) {
            broken = true;
            onTooLong.run();
        } else {
            lengthIsNext = false;
            parser.fixedSizeMode(length);
        }
    }

    /** Frames may be of another length from now on. */
    void limit(int newLimit) {
        limit = newLimit;
    }

    @Override
    public void handle(Buffer bytes) {
        if (!broken) {
            parser.handle(bytes);
        }
    }

    /** A frame with its length before it. */
    static Buffer frame(byte[] bytes) {
        return Buffer.buffer(LENGTH_BYTES + bytes.length).appendInt(bytes.length).appendBytes(bytes);
    }
}
