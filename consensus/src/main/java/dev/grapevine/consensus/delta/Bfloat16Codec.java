package dev.grapevine.consensus.delta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The upper half of a float, two bytes a parameter. Its error is relative to the value, not to the disagreement, so
 * agreement stops at about 0.4 % of each parameter.
 */
public final class Bfloat16Codec extends WholeValueCodec {

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class,
            ByteOrder.LITTLE_ENDIAN);

    public Bfloat16Codec() {
        super("bf16", Short.BYTES);
    }

    @Override
    void put(byte[] payload, int index, float value) {
        SHORTS.set(payload, index, upperHalf(value));
    }

    @Override
    float get(byte[] payload, int index) {
        return widen((short) SHORTS.get(payload, index));
    }

    @Override
    float round(float value) {
        return widen(upperHalf(value));
    }

    /** To nearest, ties to even. */
    private static short upperHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    private static float widen(short half) {
        return Float.intBitsToFloat(half << 16);
    }
}
