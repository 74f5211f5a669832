package dev.grapevine.consensus.bits;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in byte arrays, lowest byte first. */
public final class LittleEndian {

    private static final VarHandle FLOATS = MethodHandles.byteArrayViewVarHandle(float[].class,
            ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class,
            ByteOrder.LITTLE_ENDIAN);

    /** Norms and coefficients are larger than values: by the square root of the largest number of values, at most. */
    private static final float LARGEST_SENT = 0x1p48f;

    private LittleEndian() {}

    public static void putInt(byte[] bytes, int offset, int number) {
        INTS.set(bytes, offset, number);
    }

    public static long getLong(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset);
    }

    public static void putFloat(byte[] bytes, int offset, float value) {
        FLOATS.set(bytes, offset, value);
    }

    public static float getFloat(byte[] bytes, int offset) {
        return (float) FLOATS.get(bytes, offset);
    }

    /** Writes the upper half of a float and says which float that is. */
    public static float putBfloat16(byte[] bytes, int offset, float value) {
        short half = upperHalf(value);
        SHORTS.set(bytes, offset, half);
        return Float.intBitsToFloat(half << 16);
    }

    public static float getBfloat16(byte[] bytes, int offset) {
        return Float.intBitsToFloat((short) SHORTS.get(bytes, offset) << 16);
    }

    /** To nearest, ties to even; for finite values that are not among the very largest. */
    private static short upperHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    /** Whether an honest peer may send this number: neither NaN nor larger than any value can be. */
    public static boolean isHonest(float value) {
        return Math.abs(value) <= LARGEST_SENT;
    }
}
