package dev.grapevine.consensus.delta;

import dev.grapevine.consensus.parameters.FixedPoint;

/**
 * The codecs that send each parameter by itself as a number of some floating-point format. They need no grid, and every
 * difference is within their reach.
 */
abstract class WholeValueCodec implements DeltaCodec {

    private static final float LIMIT = FixedPoint.toFloat(FixedPoint.LIMIT);

    private final String name;
    private final int bytesPerValue;

    WholeValueCodec(String name, int bytesPerValue) {
        this.name = name;
        this.bytesPerValue = bytesPerValue;
    }

    /** Rounds a value to the format and writes it. */
    abstract void put(byte[] payload, int index, float value);

    /** Reads a value of the format. */
    abstract float get(byte[] payload, int index);

    /** What {@link #get} gives of a value after {@link #put}. */
    abstract float round(float value);

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Grid firstGrid(int expectedDifference) {
        return Grid.NONE;
    }

    @Override
    public final Grid widen(Grid grid) {
        return grid;
    }

    @Override
    public final boolean accepts(Grid grid) {
        return grid.equals(Grid.NONE);
    }

    @Override
    public final int valueBytesMax(Grid grid, int length) {
        return length * bytesPerValue;
    }

    @Override
    public final int differenceBytesMax(Grid grid, int length) {
        return length * bytesPerValue;
    }

    @Override
    public final int encodeValues(int[] own, int offset, int length, Grid grid, int ditherSeed, byte[] payload,
            int payloadOffset) {
        for (int i = 0; i < length; i++) {
            put(payload, payloadOffset + i * bytesPerValue, FixedPoint.toFloat(own[offset + i]));
        }
        return length * bytesPerValue;
    }

    @Override
    public final Reading difference(byte[] payload, int payloadOffset, int payloadBytes, int[] own, int offset,
            int length, Grid grid, int ditherSeed, int[] difference) {
        if (payloadBytes != length * bytesPerValue) {
            return Reading.MALFORMED;
        }
        for (int i = 0; i < length; i++) {
            float theirs = get(payload, payloadOffset + i * bytesPerValue);
            if (!(Math.abs(theirs) <= LIMIT)) {
                return Reading.MALFORMED;
            }
            int mine = FixedPoint.toUnits(round(FixedPoint.toFloat(own[offset + i])));
            // From one end of the range to the other it is 2³¹, one more than an int holds.
            difference[i] = (int) Math.min(Integer.MAX_VALUE, (long) FixedPoint.toUnits(theirs) - mine);
        }
        return Reading.DECODED;
    }

    @Override
    public final int encodeDifference(int[] difference, int length, Grid grid, int ditherSeed, byte[] payload,
            int payloadOffset) {
        for (int i = 0; i < length; i++) {
            float value = FixedPoint.toFloat(difference[i]);
            put(payload, payloadOffset + i * bytesPerValue, value);
            difference[i] = FixedPoint.toUnits(round(value));
        }
        return length * bytesPerValue;
    }

    @Override
    public final boolean decodeDifference(byte[] payload, int payloadOffset, int payloadBytes, int length, Grid grid,
            int ditherSeed, int[] difference) {
        if (payloadBytes != length * bytesPerValue) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            float theirs = get(payload, payloadOffset + i * bytesPerValue);
            if (!(Math.abs(theirs) <= 2 * LIMIT)) {
                return false;
            }
            difference[i] = FixedPoint.toUnits(theirs);
        }
        return true;
    }
}
