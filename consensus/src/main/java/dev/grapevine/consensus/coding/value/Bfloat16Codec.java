package dev.grapevine.consensus.coding.value;

import dev.grapevine.consensus.coding.DecodeResult;
import dev.grapevine.consensus.kernel.Bfloat16Kernels;
import dev.grapevine.consensus.units.Lattice;

/**
 * The upper half of a float, two bytes a parameter. Its error is relative to the value, not to the disagreement, so
 * agreement stops at about 0.4 % of each parameter.
 */
public final class Bfloat16Codec extends ValueCodec {

    /** Eight bits of a number are kept, and the last one is rounded. */
    private static final double RELATIVE_ERROR = 0x1p-8;

    private final Bfloat16Kernels kernels;

    public Bfloat16Codec() {
        this(Bfloat16Kernels.best());
    }

    private Bfloat16Codec(Bfloat16Kernels kernels) {
        super("bf16");
        this.kernels = kernels;
    }

    /** The same in plain Java, to compare with: it gives the same bits. */
    public static Bfloat16Codec scalar() {
        return new Bfloat16Codec(Bfloat16Kernels.scalar());
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
        return length * Short.BYTES;
    }

    @Override
    public int differenceBytesMax(Lattice lattice, int length) {
        return length * Short.BYTES;
    }

    @Override
    public int encodeValues(int[] own, int offset, int length, Lattice lattice, int ditherSeed, byte[] payload,
            int payloadOffset) {
        kernels.encode(own, offset, length, payload, payloadOffset);
        return length * Short.BYTES;
    }

    @Override
    public DecodeResult difference(byte[] payload, int payloadOffset, int payloadBytes, int[] own, int offset,
            int length,
            Lattice lattice, int ditherSeed, int[] difference) {
        return payloadBytes == length * Short.BYTES
                && kernels.subtract(payload, payloadOffset, own, offset, length, difference)
                        ? DecodeResult.DECODED
                        : DecodeResult.MALFORMED;
    }

    @Override
    public int encodeDifference(int[] difference, int length, Lattice lattice, int ditherSeed, byte[] payload,
            int payloadOffset) {
        kernels.encode(difference, 0, length, payload, payloadOffset);
        kernels.decode(payload, payloadOffset, length, difference);
        return length * Short.BYTES;
    }

    @Override
    public boolean decodeDifference(byte[] payload, int payloadOffset, int payloadBytes, int length, Lattice lattice,
            int ditherSeed, int[] difference) {
        return payloadBytes == length * Short.BYTES && kernels.decode(payload, payloadOffset, length, difference);
    }
}
