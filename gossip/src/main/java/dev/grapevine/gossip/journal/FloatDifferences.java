package dev.grapevine.gossip.journal;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.gossip.wire.BoundedInput;
import dev.grapevine.gossip.wire.PrefixedOutput;

/**
 * Parameters as bytes, exact to the last bit, NaNs included: how many floats lie between each and the one that it is
 * likely near to. Training changes little, so most of the upper bytes are zero; all uppermost bytes come first, then
 * those below, and the whole is deflated (RFC 1951).
 */
final class FloatDifferences {

    /** More than the bytes that one deflated byte can stand for (1032). */
    private static final int EXPANSION_MAX = 1100;

    private FloatDifferences() {}

    /**
     * @param reference what the values are near to, of the same length; all zeros if there is nothing
     */
    static void write(Output out, float[] values, float[] reference) {
        int count = values.length;
        byte[] planes = new byte[Float.BYTES * count];
        for (int i = 0; i < count; i++) {
            int steps = ordered(values[i]) - ordered(reference[i]);
            int unsigned = steps << 1 ^ steps >> 31;
            planes[i] = (byte) (unsigned >>> 24);
            planes[count + i] = (byte) (unsigned >>> 16);
            planes[2 * count + i] = (byte) (unsigned >>> 8);
            planes[3 * count + i] = (byte) unsigned;
        }
        PrefixedOutput.bytes(out, deflate(planes));
    }

    /**
     * @param count how many there are
     * @throws KryoException if the bytes are no such thing
     */
    static float[] read(Input in, float[] reference) {
        int count = reference.length;
        byte[] planes = inflate(BoundedInput.bytes(in), Float.BYTES * count);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            int unsigned = planes[i] << 24 | (planes[count + i] & 0xff) << 16 | (planes[2 * count + i] & 0xff) << 8
                    | planes[3 * count + i] & 0xff;
            int steps = unsigned >>> 1 ^ -(unsigned & 1);
            values[i] = Float.intBitsToFloat(orderedOrBits(ordered(reference[i]) + steps));
        }
        return values;
    }

    /** How many values may follow, at most, so that nobody allocates what cannot be there. */
    static int countMax(Input in) {
        return (int) Math.min(1 << 27, (long) BoundedInput.remaining(in) * EXPANSION_MAX / Float.BYTES);
    }

    private static int ordered(float value) {
        return orderedOrBits(Float.floatToRawIntBits(value));
    }

    /** A float's bits as an integer that grows with the float, and back: both ways are the same. */
    private static int orderedOrBits(int bits) {
        return bits ^ bits >> 31 & Integer.MAX_VALUE;
    }

    private static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] out = new byte[bytes.length / 2 + 64];
            int length = 0;
            while (!deflater.finished()) {
                if (length == out.length) {
                    out = Arrays.copyOf(out, 2 * out.length);
                }
                length += deflater.deflate(out, length, out.length - length);
            }
            return Arrays.copyOf(out, length);
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflate(byte[] deflated, int length) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(deflated);
            byte[] out = new byte[length];
            int have = 0;
            while (have < length) {
                int more = inflater.inflate(out, have, length - have);
                if (more == 0) {
                    throw new KryoException("parameters that end after " + have + " of " + length + " bytes");
                }
                have += more;
            }
            if (inflater.inflate(new byte[1]) != 0 || !inflater.finished() || inflater.getRemaining() > 0) {
                throw new KryoException("more parameters than there are");
            }
            return out;
        } catch (DataFormatException e) {
            throw new KryoException("parameters that are not deflated: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }
}
