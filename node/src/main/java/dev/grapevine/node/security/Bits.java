package dev.grapevine.node.security;

import java.util.Arrays;

/** A sequence of bits; the first one is the highest of the first byte. Not thread-safe. */
final class Bits {

    private byte[] bytes = new byte[64];
    private int length;
    private int position;

    Bits() {}

    /** The first bits of some bytes. */
    Bits(byte[] bytes, int length) {
        if (length < 0 || length > (long) bytes.length * Byte.SIZE) {
            throw new IllegalArgumentException(length + " bits of " + bytes.length + " bytes");
        }
        this.bytes = bytes.clone();
        this.length = length;
    }

    int length() {
        return length;
    }

    int remaining() {
        return length - position;
    }

    /** Appends the lowest bits of a number. */
    Bits put(long number, int count) {
        for (int bit = count - 1; bit >= 0; bit--) {
            if (length == bytes.length * Byte.SIZE) {
                bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            }
            if ((number >>> bit & 1) != 0) {
                bytes[length / Byte.SIZE] |= (byte) (0x80 >>> length % Byte.SIZE);
            }
            length++;
        }
        return this;
    }

    Bits put(byte[] all) {
        for (byte one : all) {
            put(one, Byte.SIZE);
        }
        return this;
    }

    /**
     * Reads on.
     *
     * @param count 0 to 64
     * @throws IllegalArgumentException if fewer are left
     */
    long take(int count) {
        if (count > remaining()) {
            throw new IllegalArgumentException("Too few bits");
        }
        long number = 0;
        for (int i = 0; i < count; i++) {
            number = number << 1 | bytes[position / Byte.SIZE] >>> Byte.SIZE - 1 - position % Byte.SIZE & 1;
            position++;
        }
        return number;
    }

    /** Reads on. */
    byte[] takeBytes(int count) {
        byte[] taken = new byte[count];
        for (int i = 0; i < count; i++) {
            taken[i] = (byte) take(Byte.SIZE);
        }
        return taken;
    }

    /** All bits; those of the last byte that are not used are zero. */
    byte[] toBytes() {
        return Arrays.copyOf(bytes, (length + Byte.SIZE - 1) / Byte.SIZE);
    }
}
