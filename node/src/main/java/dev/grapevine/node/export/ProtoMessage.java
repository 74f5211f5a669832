package dev.grapevine.node.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Message in the wire format of Protocol Buffers (protobuf.dev/programming-guides/encoding), written field by field. It
 * keeps references to the bytes of large fields instead of copies. Not thread-safe.
 */
final class ProtoMessage {

    private static final int VARINT = 0;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int VARINT_BYTES_MAX = 10;

    private final List<byte[]> pieces = new ArrayList<>();
    private long length;

    private void append(byte[] piece) {
        pieces.add(piece);
        length += piece.length;
    }

    private static byte[] varint(long value) {
        byte[] bytes = new byte[VARINT_BYTES_MAX];
        int count = 0;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[count++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[count++] = (byte) rest;
        return Arrays.copyOf(bytes, count);
    }

    private void tag(int field, int wireType) {
        append(varint((long) field << 3 | wireType));
    }

    /** Adds a whole number. */
    ProtoMessage add(int field, long value) {
        tag(field, VARINT);
        append(varint(value));
        return this;
    }

    /** Adds a number in single precision. */
    ProtoMessage add(int field, float value) {
        tag(field, FIXED32);
        append(ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
        return this;
    }

    /** Adds bytes, which must not change afterwards. */
    ProtoMessage add(int field, byte[] bytes) {
        tag(field, BYTES);
        append(varint(bytes.length));
        append(bytes);
        return this;
    }

    /** Adds text in UTF-8. */
    ProtoMessage add(int field, String text) {
        return add(field, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a message, to which nothing may be added afterwards. */
    ProtoMessage add(int field, ProtoMessage message) {
        tag(field, BYTES);
        append(varint(message.length));
        pieces.addAll(message.pieces);
        length += message.length;
        return this;
    }

    /** Number of bytes. */
    long length() {
        return length;
    }

    void writeTo(OutputStream out) throws IOException {
        for (byte[] piece : pieces) {
            out.write(piece);
        }
    }
}
