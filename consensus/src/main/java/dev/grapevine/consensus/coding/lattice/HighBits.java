package dev.grapevine.consensus.coding.lattice;

import java.util.Arrays;
import java.util.Optional;

import dev.grapevine.consensus.bits.BitWriter;
import dev.grapevine.consensus.bits.PackedNumbers;

/**
 * Completes values that a receiver could not read: it has the lowest bits of each number, so only the higher ones
 * have to travel. Payloads are those of {@link ModularCodec}; their checksum is over whole numbers, so that it tells
 * whether two are of the same ones.
 */
final class HighBits {

    private static final int CHECKSUM_BYTES = ModularCodec.CHECKSUM_BYTES;

    private HighBits() {}

    /**
     * A payload without the lowest bits of each number.
     *
     * @param bits    of each number
     * @param lowBits the number of lowest bits to leave out, 1 or more
     */
    static byte[] of(byte[] payload, int bits, int lowBits, int length) {
        byte[] high = Arrays.copyOf(Arrays.copyOf(payload, CHECKSUM_BYTES), bytes(bits - lowBits, length));
        PackedNumbers.Writer writer = new PackedNumbers.Writer(high, CHECKSUM_BYTES, bits - lowBits, length);
        PackedNumbers.Reader reader = new PackedNumbers.Reader(payload, CHECKSUM_BYTES, bits, length);
        for (int i = 0; i < length; i++) {
            writer.write(reader.read() >>> lowBits);
        }
        writer.finish();
        return high;
    }

    /**
     * Joins the lowest bits and the higher ones to the whole payload.
     *
     * @param low  a payload with {@code lowBits} bits of each number
     * @param high of any bytes
     * @param bits of each number in both together
     * @return empty if the two do not belong together
     */
    static Optional<byte[]> join(byte[] low, int lowBits, byte[] high, int bits, int length) {
        if (high.length != bytes(bits - lowBits, length) || low.length != bytes(lowBits, length)
                || !Arrays.equals(low, 0, CHECKSUM_BYTES, high, 0, CHECKSUM_BYTES)) {
            return Optional.empty();
        }
        byte[] payload = Arrays.copyOf(Arrays.copyOf(low, CHECKSUM_BYTES), bytes(bits, length));
        PackedNumbers.Writer writer = new PackedNumbers.Writer(payload, CHECKSUM_BYTES, bits, length);
        PackedNumbers.Reader lowReader = new PackedNumbers.Reader(low, CHECKSUM_BYTES, lowBits, length);
        PackedNumbers.Reader highReader = new PackedNumbers.Reader(high, CHECKSUM_BYTES, bits - lowBits, length);
        for (int i = 0; i < length; i++) {
            writer.write(highReader.read() << lowBits | lowReader.read());
        }
        writer.finish();
        return Optional.of(payload);
    }

    private static int bytes(int bits, int length) {
        return CHECKSUM_BYTES + BitWriter.bytes(bits, length);
    }
}
