package dev.grapevine.consensus.delta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import dev.grapevine.consensus.parameters.FixedPoint;

/** Whole little-endian floats, four bytes a parameter: the baseline that every other codec is compared with. */
public final class Float32Codec implements DeltaCodec {

    private static final VarHandle FLOATS = MethodHandles.byteArrayViewVarHandle(float[].class,
            ByteOrder.LITTLE_ENDIAN);
    private static final float LIMIT = FixedPoint.toFloat(FixedPoint.LIMIT);

    @Override
    public String name() {
        return "float32";
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
        return length * Float.BYTES;
    }

    @Override
    public int differenceBytes(Grid grid, int length) {
        return length * Float.BYTES;
    }

    @Override
    public void encodeValues(int[] own, int offset, int length, Grid grid, int ditherSeed, byte[] payload,
            int payloadOffset) {
        for (int i = 0; i < length; i++) {
            FLOATS.set(payload, payloadOffset + i * Float.BYTES, FixedPoint.toFloat(own[offset + i]));
        }
    }

    @Override
    public Reading difference(byte[] payload, int payloadOffset, int[] own, int offset, int length, Grid grid,
            int ditherSeed, int[] difference) {
        for (int i = 0; i < length; i++) {
            float theirs = (float) FLOATS.get(payload, payloadOffset + i * Float.BYTES);
            if (!(Math.abs(theirs) <= LIMIT)) {
                return Reading.MALFORMED;
            }
            int mine = FixedPoint.toUnits(FixedPoint.toFloat(own[offset + i]));
            // From one end of the range to the other it is 2³¹, one more than an int holds.
            difference[i] = (int) Math.min(Integer.MAX_VALUE, (long) FixedPoint.toUnits(theirs) - mine);
        }
        return Reading.DECODED;
    }

    @Override
    public void encodeDifference(int[] difference, int length, Grid grid, byte[] payload, int payloadOffset) {
        for (int i = 0; i < length; i++) {
            float rounded = FixedPoint.toFloat(difference[i]);
            FLOATS.set(payload, payloadOffset + i * Float.BYTES, rounded);
            difference[i] = FixedPoint.toUnits(rounded);
        }
    }

    @Override
    public boolean decodeDifference(byte[] payload, int payloadOffset, int length, Grid grid, int[] difference) {
        for (int i = 0; i < length; i++) {
            float theirs = (float) FLOATS.get(payload, payloadOffset + i * Float.BYTES);
            if (!(Math.abs(theirs) <= 2 * LIMIT)) {
                return false;
            }
            difference[i] = FixedPoint.toUnits(theirs);
        }
        return true;
    }
}
