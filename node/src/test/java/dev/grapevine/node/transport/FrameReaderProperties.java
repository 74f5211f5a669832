package dev.grapevine.node.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.vertx.core.buffer.Buffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FrameReaderProperties {

    private static final int LIMIT = 5000;

    /** A reader and its output. */
    private static final class Reading {
        private final List<byte[]> frames = new ArrayList<>();
        private boolean tooLong;
        private int buffered;
        private final FrameReader reader = new FrameReader(LIMIT, frames::add, () -> tooLong = true,
                bytes -> buffered = bytes);
    }

    /** The frames do not depend on how the stream is split, and the buffer is always at least half full. */
    @Property(tries = 200)
    void framesAreIndependentOfSplits(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = LIMIT) Integer> lengths,
            @ForAll @Size(min = 1, max = 10) List<@IntRange(min = 1, max = 3 * LIMIT) Integer> parts) {
        Reading reading = new Reading();
        Buffer stream = Buffer.buffer();
        List<byte[]> sent = new ArrayList<>();
        for (int length : lengths) {
            byte[] frame = new byte[length];
            for (int i = 0; i < length; i++) {
                frame[i] = (byte) (i * 31 + sent.size());
            }
            sent.add(frame);
            stream.appendBuffer(FrameReader.frame(frame));
        }
        int at = 0;
        for (int i = 0; at < stream.length(); i++) {
            int to = Math.min(stream.length(), at + parts.get(i % parts.size()));
            reading.reader.handle(stream.getBuffer(at, to));
            at = to;
            int beginning = at - reading.frames.stream().mapToInt(frame -> frame.length + 4).sum() - 4;
            assertThat(reading.buffered).isLessThanOrEqualTo(Math.max(0, 2 * beginning));
        }
        assertThat(reading.frames.stream().map(Arrays::hashCode).toList())
                .isEqualTo(sent.stream().map(Arrays::hashCode).toList());
        assertThat(reading.tooLong).isFalse();
        assertThat(reading.reader.isWithinFrame()).isFalse();
        assertThat(reading.buffered).isZero();
    }

    @Property(tries = 100)
    void lengthOverLimitEndsReadingWithoutBuffer(@ForAll int length) {
        Reading reading = new Reading();
        reading.reader.handle(Buffer.buffer().appendInt(length).appendBytes(new byte[3]));
        boolean allowed = length >= 1 && length <= LIMIT;
        assertThat(reading.tooLong).isEqualTo(!allowed);
        if (!allowed) {
            reading.reader.handle(FrameReader.frame(new byte[]{1}));
            assertThat(reading.frames).isEmpty();
            assertThat(reading.buffered).isZero();
        }
    }
}
