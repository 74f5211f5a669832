package dev.grapevine.consensus.delta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import dev.grapevine.consensus.parameters.FixedPoint;

/**
 * The upper half of a float, two bytes a parameter. Its error is relative to the value, not to the disagreement, so
 * agreement stops at about 0.4 % of each parameter.
 */
public final class Bfloat16Codec implements DeltaCodec {

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class,
            ByteOrder.LITTLE_ENDIAN);
    private static final float LIMIT = FixedPoint.toFloat(FixedPoint.LIMIT);

    @Override
    public String name() {
        return "bf16";
    }

    @Override
    public Grid firstGrid(int expectedDifference) {
        return Grid.NONE;
    }

    @Override
    public Grid widen(Grid grid) {
        return grid;
    }

    @Override
    public boolean accepts(Grid grid) {
        return grid.equals(Grid.NONE);
    }

    @Override
    public int valueBytes(Grid grid, int length) {
        return length * Short.BYTES;
    }

    @Override
    public int differenceBytes(Grid grid, int length) {
        return length * Short.BYTES;
    }

    @Override
    public void encodeValues(int[] own, int offset, int length, Grid grid, int ditherSeed, byte[] payload,
            int payloadOffset) {
        for (int i = 0; i < length; i++) {
            SHORTS.set(payload, payloadOffset + i * Short.BYTES, round(own[offset + i]));
        }
    }

    @Override
    public Reading difference(byte[] payload, int payloadOffset, int[] own, int offset, int length, Grid grid,
            int ditherSeed, int[] difference) {
        for (int i = 0; i < length; i++) {
            float theirs = widen((short) SHORTS.get(payload, payloadOffset + i * Short.BYTES));
            if (!(Math.abs(theirs) <= LIMIT)) {
                return Reading.MALFORMED;
            }
            int mine = FixedPoint.toUnits(widen(round(own[offset + i])));
            // From one end of the range to the other it is 2³¹, one more than an int holds.
            difference[i] = (int) Math.min(Integer.MAX_VALUE, (long) FixedPoint.toUnits(theirs) - mine);
        }
        return Reading.DECODED;
    }

    @Override
    public void encodeDifference(int[] difference, int length, Grid grid, byte[] payload, int payloadOffset) {
        for (int i = 0; i < length; i++) {
            short rounded = round(difference[i]);
            SHORTS.set(payload, payloadOffset + i * Short.BYTES, rounded);
            difference[i] = FixedPoint.toUnits(widen(rounded));
        }
    }

    @Override
    public boolean decodeDifference(byte[] payload, int payloadOffset, int length, Grid grid, int[] difference) {
        for (int i = 0; i < length; i++) {
            float theirs = widen((short) SHORTS.get(payload, payloadOffset + i * Short.BYTES));
            if (!(Math.abs(theirs) <= 2 * LIMIT)) {
                return false;
            }
            difference[i] = FixedPoint.toUnits(theirs);
        }
        return true;
    }

    private static short round(int units) {
        int bits = Float.floatToRawIntBits(FixedPoint.toFloat(units));
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    private static float widen(short half) {
        return Float.intBitsToFloat(half << 16);
    }
}
