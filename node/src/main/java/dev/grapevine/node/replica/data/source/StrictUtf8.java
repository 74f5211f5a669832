package dev.grapevine.node.replica.data.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes that have to be text in UTF-8 (RFC 3629): reading fails at the first byte that is not, with its line. Text that
 * begins with a byte order mark of UTF-16 passes. Not thread-safe.
 */
final class StrictUtf8 extends FilterInputStream {

    /** A byte that is no UTF-8. */
    static final class NotUtf8 extends IOException {

        private static final long serialVersionUID = 1;

        private final long line;

        private NotUtf8(long line, int found) {
            super(String.format("byte 0x%02X is not UTF-8", found));
            this.line = line;
        }

        /** Counted from 1. */
        long line() {
            return line;
        }
    }

    private long bytes;
    private long line = 1;
    private int first;
    /** The first byte of the character under way. */
    private int lead;
    private boolean utf16;
    /** The bytes that a character still needs, and the range of the next one. */
    private int missing;
    private int least = 0x80;
    private int most = 0xBF;

    StrictUtf8(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        if (next >= 0) {
            check(next);
        } else {
            end();
        }
        return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        for (int i = 0; i < count; i++) {
            check(target[offset + i] & 0xFF);
        }
        if (count < 0) {
            end();
        }
        return count;
    }

    /** The last character has to be whole. */
    private void end() throws NotUtf8 {
        if (missing > 0) {
            throw new NotUtf8(line, lead);
        }
    }

    private void check(int next) throws NotUtf8 {
        bytes++;
        if (bytes == 1) {
            first = next;
        }
        utf16 |= bytes == 2 && (first == 0xFE && next == 0xFF || first == 0xFF && next == 0xFE);
        if (utf16 || bytes == 1 && next >= 0xFE) {
            return;
        }
        if (bytes == 2 && first >= 0xFE) {
            throw new NotUtf8(line, first);
        }
        if (missing > 0) {
            if (next < least || next > most) {
                throw new NotUtf8(line, lead);
            }
            missing--;
            least = 0x80;
            most = 0xBF;
        } else if (next >= 0x80) {
            begin(next);
        } else if (next == '\n') {
            line++;
        }
    }

    private void begin(int found) throws NotUtf8 {
        lead = found;
        if (lead < 0xC2 || lead > 0xF4) {
            throw new NotUtf8(line, lead);
        }
        missing = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
        least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    }
}
