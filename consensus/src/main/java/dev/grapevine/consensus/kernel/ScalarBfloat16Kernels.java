package dev.grapevine.consensus.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import dev.grapevine.consensus.units.FixedPoint;

/** Number by number, in plain Java. */
final class ScalarBfloat16Kernels implements Bfloat16Kernels {

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class,
            ByteOrder.LITTLE_ENDIAN);
    private static final float LIMIT = FixedPoint.toFloat(FixedPoint.LIMIT);

    @Override
    public void encode(int[] units, int offset, int length, byte[] payload, int payloadOffset) {
        encodeRest(units, offset, 0, length, payload, payloadOffset);
    }

    static void encodeRest(int[] units, int offset, int from, int length, byte[] payload, int payloadOffset) {
        for (int i = from; i < length; i++) {
            SHORTS.set(payload, payloadOffset + i * Short.BYTES, upperHalf(units[offset + i]));
        }
    }

    @Override
    public boolean decode(byte[] payload, int payloadOffset, int length, int[] units) {
        return decodeRest(payload, payloadOffset, 0, length, units);
    }

    static boolean decodeRest(byte[] payload, int payloadOffset, int from, int length, int[] units) {
        boolean isHonest = true;
        for (int i = from; i < length; i++) {
            float value = widen((short) SHORTS.get(payload, payloadOffset + i * Short.BYTES));
            isHonest &= Math.abs(value) <= 2 * LIMIT;
            units[i] = FixedPoint.toUnits(value);
        }
        return isHonest;
    }

    @Override
    public boolean subtract(byte[] payload, int payloadOffset, int[] own, int offset, int length, int[] difference) {
        return subtractRest(payload, payloadOffset, own, offset, 0, length, difference);
    }

    static boolean subtractRest(byte[] payload, int payloadOffset, int[] own, int offset, int from, int length,
            int[] difference) {
        boolean isHonest = true;
        for (int i = from; i < length; i++) {
            float theirs = widen((short) SHORTS.get(payload, payloadOffset + i * Short.BYTES));
            isHonest &= Math.abs(theirs) <= LIMIT;
            int mine = FixedPoint.toUnits(widen(upperHalf(own[offset + i])));
            difference[i] = FixedPoint.difference(FixedPoint.toUnits(theirs), mine);
        }
        return isHonest;
    }

    private static short upperHalf(int units) {
        int bits = Float.floatToRawIntBits(FixedPoint.toFloat(units));
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    private static float widen(short half) {
        return Float.intBitsToFloat(half << 16);
    }
}
