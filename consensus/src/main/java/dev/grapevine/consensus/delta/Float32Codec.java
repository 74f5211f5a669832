package dev.grapevine.consensus.delta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whole little-endian floats, four bytes a parameter: the baseline that every other codec is compared with. */
public final class Float32Codec extends WholeValueCodec {

    private static final VarHandle FLOATS = MethodHandles.byteArrayViewVarHandle(float[].class,
            ByteOrder.LITTLE_ENDIAN);

    public Float32Codec() {
        super("float32", Float.BYTES);
    }

    @Override
    void put(byte[] payload, int index, float value) {
        FLOATS.set(payload, index, value);
    }

    @Override
    float get(byte[] payload, int index) {
        return (float) FLOATS.get(payload, index);
    }

    @Override
    float round(float value) {
        return value;
    }
}
