package dev.grapevine.node.membership;

import java.util.Optional;
import java.util.function.BiConsumer;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;

import dev.grapevine.node.security.MemberEntry;

/**
 * The beginning of a tunnelled connection: a length of two bytes, big-endian, and the {@link MemberEntry} of the side that
 * connects. All that follows belongs to Hazelcast. For one event loop.
 */
final class Introduction implements Handler<Buffer> {

    private static final int LENGTH_BYTES = Short.BYTES;

    private final Runnable onMalformed;
    private final BiConsumer<MemberEntry, Buffer> onRead;
    private final Buffer all = Buffer.buffer();
    private boolean isOver;

    /**
     * @param onMalformed called instead of the other if the bytes are none
     * @param onRead      receives the entry and the bytes that have come after it
     */
    Introduction(Runnable onMalformed, BiConsumer<MemberEntry, Buffer> onRead) {
        this.onMalformed = onMalformed;
        this.onRead = onRead;
    }

    /** The introduction of the side that connects. */
    static Buffer of(MemberEntry entry) {
        byte[] bytes = entry.encode();
        return Buffer.buffer(LENGTH_BYTES + bytes.length).appendUnsignedShort(bytes.length).appendBytes(bytes);
    }

    @Override
    public void handle(Buffer bytes) {
        if (isOver) {
            return;
        }
        all.appendBuffer(bytes);
        if (all.length() < LENGTH_BYTES) {
            return;
        }
        int end = LENGTH_BYTES + all.getUnsignedShort(0);
        if (end > LENGTH_BYTES + MemberEntry.MAX_BYTES) {
            end(Optional.empty(), 0);
        } else if (all.length() >= end) {
            end(MemberEntry.read(all.getBytes(LENGTH_BYTES, end)), end);
        }
    }

    private void end(Optional<MemberEntry> entry, int at) {
        isOver = true;
        entry.ifPresentOrElse(read -> onRead.accept(read, all.slice(at, all.length()).copy()), onMalformed);
    }
}
