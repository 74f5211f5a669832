package dev.grapevine.node.security;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The form of this package's binary files: eight letters that name the kind, a CRC-32C of the rest, the rest. */
final class CheckedBytes {

    private static final int KIND_BYTES = 8;
    static final int HEAD_BYTES = KIND_BYTES + Integer.BYTES;

    private CheckedBytes() {}

    static byte[] wrap(String kind, byte[] rest) {
        return new FieldWriter().bytes(kind.getBytes(StandardCharsets.US_ASCII)).number32(Digests.crc32c(rest))
                .bytes(rest).bytes();
    }

    /**
     * @throws IllegalArgumentException if the kind is another or the bytes are damaged
     */
    static byte[] unwrap(String kind, byte[] bytes) {
        FieldReader in = new FieldReader(bytes);
        if (!Arrays.equals(in.bytes(KIND_BYTES), kind.getBytes(StandardCharsets.US_ASCII))) {
            throw new IllegalArgumentException("It does not begin with " + kind);
        }
        int checksum = in.number32();
        byte[] rest = in.bytes(bytes.length - HEAD_BYTES);
        if (checksum != Digests.crc32c(rest)) {
            throw new IllegalArgumentException("Its checksum is wrong");
        }
        return rest;
    }
}
