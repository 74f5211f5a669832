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

    private LittleEndian() {}

    public static void putInt(byte[] bytes, int offset, int number) {
        INTS.set(bytes, offset, number);
    }

    public static int getInt(byte[] bytes, int offset) {
        return (int) INTS.get(bytes, offset);
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

    /** Writes the {@link Bfloat16} of a float and says which float that stands for. */
    public static float putBfloat16(byte[] bytes, int offset, float value) {
        short half = Bfloat16.of(value);
        SHORTS.set(bytes, offset, half);
        return Bfloat16.toFloat(half);
    }

    public static float getBfloat16(byte[] bytes, int offset) {
        return Bfloat16.toFloat((short) SHORTS.get(bytes, offset));
    }
}
