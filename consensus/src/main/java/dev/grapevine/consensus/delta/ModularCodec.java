package dev.grapevine.consensus.delta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Modular (lattice) quantization against the receiver's own parameters.
 *
 * <p>Both ends lay the same dithered lattice, with points 2^{@code stepExponent} units apart, over the line. The sender
 * names only the lowest bits of its point's number; the receiver, whose own point is near, knows which of the many
 * points with those bits is meant: the nearest. So the error follows the disagreement of the two and not the size of
 * the parameters, it vanishes with it, and no memory per peer is needed. A checksum over the whole numbers tells when
 * the two were too far apart for that.
 *
 * <p>Sources: Y. Lu, C. De Sa, "Moniqua: Modulo Quantized Communication in Decentralized SGD", ICML 2020 (the modulo);
 * P. Davies et al., "New Bounds for Distributed Mean Estimation and Variance Reduction", ICLR 2021 (lattice decoding
 * with side information, used by SwarmSGD).
 *
 * <p>Exact if the two differ by less than {@link Grid#reach()} less one step in every parameter of the block; otherwise
 * the checksum says so but for one case in 2³².
 */
public final class ModularCodec implements DeltaCodec {

    /**
     * How much more than the expected largest difference the grid reaches, at least; up to twice that, since steps are
     * powers of two. Too much wastes bits: with 2.5, 4 bits stop contracting half way and 3 bits diverge.
     */
    private static final double MARGIN = 1.3;

    private static final LatticeKernels LATTICES = LatticeKernels.best();
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int CHECKSUM_BYTES = Integer.BYTES;

    private final int bits;
    private final double margin;

    /** A codec whose first attempts take the given number of bits per parameter, 2 to 16. */
    public ModularCodec(int bits) {
        this(bits, MARGIN);
    }

    /** With another margin than the right one, to show what that costs. */
    ModularCodec(int bits, double margin) {
        if (bits < Grid.MIN_BITS || bits > 16) {
            throw new IllegalArgumentException("modular:" + bits + ": allowed are 2 to 16 bits");
        }
        this.bits = bits;
        this.margin = margin;
    }

    @Override
    public String name() {
        return "modular:" + bits;
    }

    @Override
    public Grid firstGrid(int expectedDifference) {
        // The smallest step whose reach, step · 2^(bits−1), is at least the expected difference with its margin.
        double smallestStep = margin * expectedDifference / (1L << (bits - 1));
        int exponent = smallestStep <= 1 ? 0 : Math.getExponent(smallestStep - 1e-9) + 1;
        return new Grid(Math.min(exponent, Grid.MAX_STEP_EXPONENT), bits);
    }

    @Override
    public Grid widen(Grid grid) {
        return new Grid(grid.stepExponent(), Math.min(Grid.MAX_BITS, grid.bits() + 4));
    }

    @Override
    public boolean accepts(Grid grid) {
        return true;
    }

    @Override
    public int valueBytes(Grid grid, int length) {
        return CHECKSUM_BYTES + BitPacking.bytes(grid.bits(), length);
    }

    @Override
    public int differenceBytes(Grid grid, int length) {
        return BitPacking.bytes(grid.bits(), length);
    }

    @Override
    public void encodeValues(int[] own, int offset, int length, Grid grid, int ditherSeed, byte[] payload,
            int payloadOffset) {
        int checksum = LATTICES.encode(own, offset, length, grid.stepExponent(), grid.bits(), ditherSeed, payload,
                payloadOffset + CHECKSUM_BYTES);
        INTS.set(payload, payloadOffset, checksum);
    }

    @Override
    public Reading difference(byte[] payload, int payloadOffset, int[] own, int offset, int length, Grid grid,
            int ditherSeed, int[] difference) {
        int checksum = LATTICES.decode(payload, payloadOffset + CHECKSUM_BYTES, own, offset, length,
                grid.stepExponent(), grid.bits(), ditherSeed, difference);
        return checksum == (int) INTS.get(payload, payloadOffset) ? Reading.DECODED : Reading.OUT_OF_REACH;
    }

    @Override
    public void encodeDifference(int[] difference, int length, Grid grid, byte[] payload, int payloadOffset) {
        LATTICES.pack(difference, length, grid.stepExponent(), grid.bits(), payload, payloadOffset);
    }

    @Override
    public boolean decodeDifference(byte[] payload, int payloadOffset, int length, Grid grid, int[] difference) {
        LATTICES.unpack(payload, payloadOffset, length, grid.stepExponent(), grid.bits(), difference);
        return true;
    }
}
