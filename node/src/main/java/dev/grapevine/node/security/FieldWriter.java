package dev.grapevine.node.security;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Writes what {@link FieldReader} reads. Callers have checked the bounds. Not thread-safe. */
public final class FieldWriter {

    /** The end of the year 9999: certificates cannot say more either (RFC 5280). */
    static final long LAST_SECOND = 253_402_300_799L;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public FieldWriter number8(int number) {
        out.write(number);
        return this;
    }

    public FieldWriter number16(int number) {
        return bytes(ByteBuffer.allocate(Short.BYTES).putShort((short) number).array());
    }

    public FieldWriter number32(int number) {
        return bytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }

    public FieldWriter number64(long number) {
        return bytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    FieldWriter instant(Instant instant) {
        return number64(instant.getEpochSecond());
    }

    public FieldWriter bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public FieldWriter bytes16(byte[] bytes) {
        return number16(bytes.length).bytes(bytes);
    }

    public FieldWriter bytes32(byte[] bytes) {
        return number32(bytes.length).bytes(bytes);
    }

    public FieldWriter text8(String ascii) {
        byte[] letters = ascii.getBytes(StandardCharsets.US_ASCII);
        return number8(letters.length).bytes(letters);
    }

    int length() {
        return out.size();
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    /**
     * The whole second that an instant lies in.
     *
     * @throws IllegalArgumentException if it is before 1970 or after 9999
     */
    static Instant second(Instant instant) {
        if (instant.getEpochSecond() < 0 || instant.getEpochSecond() > LAST_SECOND) {
            throw new IllegalArgumentException("The time " + instant + " is out of bounds");
        }
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }
}
