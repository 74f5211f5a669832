package dev.grapevine.consensus.coding.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import dev.grapevine.consensus.coding.DecodeResult;
import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.consensus.units.Lattice;

/** Little-endian floats, four bytes a parameter: the baseline for all other codecs. */
public final class Float32Codec extends ValueCodec {

    private static final VarHandle FLOATS = MethodHandles.byteArrayViewVarHandle(float[].class,
            ByteOrder.LITTLE_ENDIAN);
    /** Parameters have up to 30 bits, and a float keeps 24 of them. */
    private static final double RELATIVE_ERROR = 0x1p-24;
    private static final float LIMIT = FixedPoint.toFloat(FixedPoint.LIMIT);

    public Float32Codec() {
        super("float32");
    }

    @Override
    public double share(int length) {
        return 1 - RELATIVE_ERROR;
    }

    @Override
    public double residue(int[] own, int offset, int length) {
        return relativeResidue(RELATIVE_ERROR, own, offset, length);
    }

    @Override
    public int valueBytesMax(Lattice lattice, int length) {
        return length * Float.BYTES;
    }

    @Override
    public int differenceBytesMax(Lattice lattice, int length) {
        return length * Float.BYTES;
    }

    @Override
    public int encodeValues(int[] own, int offset, int length, Lattice lattice, int ditherSeed, byte[] payload,
            int payloadOffset) {
        for (int i = 0; i < length; i++) {
            FLOATS.set(payload, payloadOffset + i * Float.BYTES, FixedPoint.toFloat(own[offset + i]));
        }
        return length * Float.BYTES;
    }

    @Override
    public DecodeResult difference(byte[] payload, int payloadOffset, int payloadBytes, int[] own, int offset,
            int length,
            Lattice lattice, int ditherSeed, int[] difference) {
        if (payloadBytes != length * Float.BYTES) {
            return DecodeResult.MALFORMED;
        }
        for (int i = 0; i < length; i++) {
            float theirs = (float) FLOATS.get(payload, payloadOffset + i * Float.BYTES);
            if (!(Math.abs(theirs) <= LIMIT)) {
                return DecodeResult.MALFORMED;
            }
            difference[i] = FixedPoint.difference(FixedPoint.toUnits(theirs), rounded(own[offset + i]));
        }
        return DecodeResult.DECODED;
    }

    @Override
    public int encodeDifference(int[] difference, int length, Lattice lattice, int ditherSeed, byte[] payload,
            int payloadOffset) {
        for (int i = 0; i < length; i++) {
            FLOATS.set(payload, payloadOffset + i * Float.BYTES, FixedPoint.toFloat(difference[i]));
            difference[i] = rounded(difference[i]);
        }
        return length * Float.BYTES;
    }

    @Override
    public boolean decodeDifference(byte[] payload, int payloadOffset, int payloadBytes, int length, Lattice lattice,
            int ditherSeed, int[] difference) {
        if (payloadBytes != length * Float.BYTES) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            float theirs = (float) FLOATS.get(payload, payloadOffset + i * Float.BYTES);
            if (!(Math.abs(theirs) <= 2 * LIMIT)) {
                return false;
            }
            difference[i] = FixedPoint.toUnits(theirs);
        }
        return true;
    }

    private static int rounded(int units) {
        return FixedPoint.toUnits(FixedPoint.toFloat(units));
    }
}
