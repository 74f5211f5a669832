package dev.grapevine.node.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Reads fields from bytes that anybody may have written. Every length is checked before an array is made. All methods throw
 * {@link IllegalArgumentException} if the bytes end early or a value is out of bounds. Big-endian. Not thread-safe.
 */
public final class FieldReader {

    private final ByteBuffer in;

    public FieldReader(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    public int number8(int most, String what) {
        require(1);
        return bounded(in.get() & 0xff, most, what);
    }

    public int number16(int most, String what) {
        require(Short.BYTES);
        return bounded(in.getShort() & 0xffff, most, what);
    }

    public int number32() {
        require(Integer.BYTES);
        return in.getInt();
    }

    public long number64() {
        require(Long.BYTES);
        return in.getLong();
    }

    /** An instant, as whole seconds since 1970, up to the year 9999. */
    Instant instant() {
        long second = number64();
        if (second < 0 || second > FieldWriter.LAST_SECOND) {
            throw new IllegalArgumentException("A time is out of bounds");
        }
        return Instant.ofEpochSecond(second);
    }

    public byte[] bytes(int length) {
        require(length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /** Bytes after their number, which has 16 bits. */
    public byte[] bytes16(int most, String what) {
        return bytes(number16(most, what));
    }

    /** Bytes after their number, which has 32 bits. */
    public byte[] bytes32(int most, String what) {
        return bytes(bounded(number32(), most, what));
    }

    /** Printable ASCII after its length, which has 8 bits. */
    public String text8(int most, String what) {
        byte[] letters = bytes(number8(most, what));
        for (byte letter : letters) {
            if (letter < ' ' || letter > '~') {
                throw new IllegalArgumentException("A letter is not printable in " + what);
            }
        }
        return new String(letters, StandardCharsets.US_ASCII);
    }

    int position() {
        return in.position();
    }

    /** Checks that nothing follows. */
    public void end() {
        if (in.hasRemaining()) {
            throw new IllegalArgumentException(in.remaining() + " bytes too many");
        }
    }

    private void require(int length) {
        if (in.remaining() < length) {
            throw new IllegalArgumentException("The bytes end too early");
        }
    }

    private static int bounded(int number, int most, String what) {
        if (number < 0 || number > most) {
            throw new IllegalArgumentException("More than " + most + " in " + what);
        }
        return number;
    }
}
