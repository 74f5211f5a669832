package dev.grapevine.consensus.kernel;

import dev.grapevine.consensus.bits.Bfloat16;
import dev.grapevine.consensus.bits.LittleEndian;
import dev.grapevine.consensus.units.FixedPoint;

/** Number by number, in plain Java. */
final class ScalarBfloat16Kernels implements Bfloat16Kernels {

    private static final float LIMIT = FixedPoint.toFloat(FixedPoint.LIMIT);

    @Override
    public void encode(float[] values, int offset, int length, byte[] payload, int payloadOffset) {
        for (int i = 0; i < length; i++) {
            values[offset + i] = LittleEndian.putBfloat16(payload, payloadOffset + i * Short.BYTES,
                    values[offset + i]);
        }
    }

    @Override
    public boolean decode(byte[] payload, int payloadOffset, int length, float most, float[] values) {
        return decodeRest(payload, payloadOffset, 0, length, most, values);
    }

    static boolean decodeRest(byte[] payload, int payloadOffset, int from, int length, float most, float[] values) {
        boolean isHonest = true;
        for (int i = from; i < length; i++) {
            values[i] = LittleEndian.getBfloat16(payload, payloadOffset + i * Short.BYTES);
            isHonest &= Math.abs(values[i]) <= most;
        }
        return isHonest;
    }

    @Override
    public void encode(int[] units, int offset, int length, byte[] payload, int payloadOffset) {
        encodeRest(units, offset, 0, length, payload, payloadOffset);
    }

    static void encodeRest(int[] units, int offset, int from, int length, byte[] payload, int payloadOffset) {
        for (int i = from; i < length; i++) {
            LittleEndian.putBfloat16(payload, payloadOffset + i * Short.BYTES, FixedPoint.toFloat(units[offset + i]));
        }
    }

    @Override
    public boolean decode(byte[] payload, int payloadOffset, int length, int[] units) {
        return decodeRest(payload, payloadOffset, 0, length, units);
    }

    static boolean decodeRest(byte[] payload, int payloadOffset, int from, int length, int[] units) {
        boolean isHonest = true;
        for (int i = from; i < length; i++) {
            float value = LittleEndian.getBfloat16(payload, payloadOffset + i * Short.BYTES);
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
            float theirs = LittleEndian.getBfloat16(payload, payloadOffset + i * Short.BYTES);
            isHonest &= Math.abs(theirs) <= LIMIT;
            int mine = FixedPoint.toUnits(Bfloat16.toFloat(Bfloat16.of(FixedPoint.toFloat(own[offset + i]))));
            difference[i] = FixedPoint.difference(FixedPoint.toUnits(theirs), mine);
        }
        return isHonest;
    }
}
