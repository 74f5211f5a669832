package dev.grapevine.gossip.journal;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.gossip.wire.BoundedInput;

/**
 * Lossless compression of parameters against a reference, exact to the last bit, NaNs included. Each value is stored as
 * its distance from the reference, counted in representable floats. Distances are packed in groups of {@value #GROUP},
 * with as many bits each as the largest of the group needs; a byte before each group has that number. Unchanged
 * parameters take almost no space, and a hundred thousand parameters take less than a millisecond, which matters
 * because the next round waits for it.
 */
final class FloatDifferences {

    private static final int GROUP = 32;
    private static final int COUNT_MAX = 1 << 27;

    private FloatDifferences() {}

    /** @param reference values of the same length that are probably close; zeros if there are none */
    static void write(Output out, float[] values, float[] reference) {
        int[] numbers = new int[GROUP];
        byte[] packed = new byte[GROUP * Integer.BYTES];
        for (int from = 0; from < values.length; from += GROUP) {
            int count = Math.min(GROUP, values.length - from);
            int all = 0;
            for (int i = 0; i < count; i++) {
                int steps = ordered(values[from + i]) - ordered(reference[from + i]);
                numbers[i] = steps << 1 ^ steps >> 31;
                all |= numbers[i];
            }
            int bits = Integer.SIZE - Integer.numberOfLeadingZeros(all);
            out.writeByte(bits);
            out.writeBytes(packed, 0, pack(numbers, count, bits, packed));
        }
    }

    /**
     * Packs numbers, lowest bits first.
     *
     * @return number of bytes
     */
    private static int pack(int[] numbers, int count, int bits, byte[] packed) {
        long pending = 0;
        int pendingBits = 0;
        int length = 0;
        for (int i = 0; i < count; i++) {
            pending |= Integer.toUnsignedLong(numbers[i]) << pendingBits;
            for (pendingBits += bits; pendingBits >= Byte.SIZE; pendingBits -= Byte.SIZE) {
                packed[length++] = (byte) pending;
                pending >>>= Byte.SIZE;
            }
        }
        if (pendingBits > 0) {
            packed[length++] = (byte) pending;
        }
        return length;
    }

    /**
     * @param reference same as for {@link #write}
     * @throws KryoException if the bytes are invalid
     */
    static float[] read(Input in, float[] reference) {
        float[] values = new float[reference.length];
        for (int from = 0; from < values.length; from += GROUP) {
            int count = Math.min(GROUP, values.length - from);
            int bits = BoundedInput.upTo(in, Integer.SIZE, "number of bits");
            byte[] packed = in.readBytes((count * bits + Byte.SIZE - 1) / Byte.SIZE);
            long pending = 0;
            int pendingBits = 0;
            int next = 0;
            for (int i = 0; i < count; i++) {
                for (; pendingBits < bits; pendingBits += Byte.SIZE) {
                    pending |= (packed[next++] & 0xffL) << pendingBits;
                }
                int number = (int) (pending & (1L << bits) - 1);
                pending >>>= bits;
                pendingBits -= bits;
                int steps = number >>> 1 ^ -(number & 1);
                values[from + i] = Float.intBitsToFloat(orderedOrBits(ordered(reference[from + i]) + steps));
            }
        }
        return values;
    }

    /** Maximum number of values that the remaining bytes can hold, to bound allocations. */
    static int countMax(Input in) {
        return (int) Math.min(COUNT_MAX, (long) BoundedInput.remaining(in) * GROUP);
    }

    private static int ordered(float value) {
        return orderedOrBits(Float.floatToRawIntBits(value));
    }

    /** Maps a float's bits to an integer that grows with the float; it is its own inverse. */
    private static int orderedOrBits(int bits) {
        return bits ^ bits >> 31 & Integer.MAX_VALUE;
    }
}
