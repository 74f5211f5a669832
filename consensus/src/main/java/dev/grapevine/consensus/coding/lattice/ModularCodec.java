package dev.grapevine.consensus.coding.lattice;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

import dev.grapevine.consensus.bits.BitWriter;
import dev.grapevine.consensus.bits.RiceCoding;
import dev.grapevine.consensus.coding.Cap;
import dev.grapevine.consensus.coding.DecodeResult;
import dev.grapevine.consensus.coding.DeltaCodec;
import dev.grapevine.consensus.kernel.LatticeKernels;
import dev.grapevine.consensus.mixing.MixingStep;
import dev.grapevine.consensus.units.Lattice;

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
 * <p>Exact if the two differ by less than {@link Lattice#reach()} less one step in every parameter of the block;
 * otherwise the checksum says so but for one case in 2³².
 */
public final class ModularCodec implements DeltaCodec {

    /**
     * The least factor by which the lattice's reach exceeds the expected largest difference; up to a quarter more,
     * since steps are a quarter of a power of two apart. Too large a factor wastes bits: with 2.5, 3 bits diverge.
     */
    private static final double MARGIN = 1.3;

    /**
     * The damping of 2 bits. Let d be the root mean square of a block's difference and s the lattice's step. Rounding
     * both ends with one dither adds the variance s²/6 to the difference, so that the step g of both turns d² into (1
     * − 2g)² d² + 4 g² s²/6. With the full step, g = 1/2, that is more than before from s = 2.4 d on, and 2 bits have
     * an s of three to four times d, since the largest difference is four to five times d. With g = 1/4 it is less up
     * to s = 4.2 d. 3 bits have at most 1.8 d, where the full step is right.
     */
    private static final int DAMPING_OF_TWO_BITS = 2;

    /** The s over d of the same, for 3 bits. */
    private static final double STEPS_PER_DIFFERENCE_OF_THREE_BITS = 1.8;

    /** A factor that is less than the estimate's decrease with each exchange. */
    private static final double CLEARLY_LESS = 0.85;

    /** The lattice for a block without an expected difference: only the checksum is sent. */
    private static final Lattice AGREED = new Lattice(0, 0);

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    /** Payloads of values begin with a checksum. */
    static final int CHECKSUM_BYTES = Integer.BYTES;

    private final int bits;
    private final double margin;
    private final int damping;
    private final LatticeKernels kernels;

    /** A codec whose first attempts take the given number of bits per parameter, 2 to 16. */
    public ModularCodec(int bits) {
        this(bits, MARGIN);
    }

    /** A codec with another margin than the right one, to show what that costs. */
    public ModularCodec(int bits, double margin) {
        this(bits, margin, dampingOf(bits), LatticeKernels.best());
    }

    private ModularCodec(int bits, double margin, int damping, LatticeKernels kernels) {
        if (bits < Lattice.MIN_BITS || bits > 16) {
            throw new IllegalArgumentException("modular:" + bits + ": allowed are 2 to 16 bits");
        }
        this.bits = bits;
        this.margin = margin;
        this.damping = damping;
        this.kernels = kernels;
    }

    private static int dampingOf(int bits) {
        return bits == Lattice.MIN_BITS ? DAMPING_OF_TWO_BITS : 0;
    }

    /** The same with the full step, to show what that costs. */
    public ModularCodec undamped() {
        return new ModularCodec(bits, margin, 0, kernels);
    }

    /** The same in plain Java, to compare with: it gives the same bits. */
    public ModularCodec scalar() {
        return new ModularCodec(bits, margin, damping, LatticeKernels.scalar());
    }

    /** Bits per parameter of a first attempt. */
    int bits() {
        return bits;
    }

    @Override
    public String name() {
        return "modular:" + bits;
    }

    /** Values are read beside the receiver's own, within the reach of a lattice. */
    @Override
    public boolean suitsPushes() {
        return false;
    }

    @Override
    public Lattice firstLattice(int expectedDifference) {
        if (expectedDifference == 0) {
            return AGREED;
        }
        Lattice lattice = coarsestLattice(expectedDifference);
        // A difference of one step has to be clearly less than was expected, or expectations would never fall again.
        // Two
        // bits may be too few for that: mostly where steps are whole powers of two, as for the largest differences.
        return bits == Lattice.MIN_BITS && lattice.stepExponent() > 0
                && lattice.step() > CLEARLY_LESS * expectedDifference
                        ? new Lattice(lattice.stepExponent() - 1, lattice.stepDivisor(), bits + 1)
                        : lattice;
    }

    private Lattice coarsestLattice(int expectedDifference) {
        // The smallest step whose reach, step · 2^(bits−1), is at least the expected difference with its margin.
        double smallestStep = margin * expectedDifference / (1L << (bits - 1));
        if (smallestStep <= 1) {
            return new Lattice(0, bits);
        }
        int exponent = Math.min(Math.getExponent(smallestStep - 1e-9) + 1, Lattice.MAX_STEP_EXPONENT);
        for (Lattice.Quarter quarter : Lattice.Quarter.values()) {
            int divided = exponent + quarter.exponent();
            if (quarter.ofOctave() * (1L << exponent) >= smallestStep
                    && Lattice.isValid(divided, quarter.divisor(), bits)) {
                return new Lattice(divided, quarter.divisor(), bits);
            }
        }
        return new Lattice(exponent, bits);
    }

    @Override
    public Lattice widen(Lattice lattice) {
        if (lattice.bits() == 0) {
            return new Lattice(0, bits);
        }
        int wider = Math.min(Lattice.MAX_BITS, Math.max(lattice.bits() + 3, 2 * lattice.bits()));
        return Lattice.isValid(lattice.stepExponent(), lattice.stepDivisor(), wider)
                ? new Lattice(lattice.stepExponent(), lattice.stepDivisor(), wider)
                : new Lattice(0, Lattice.MAX_BITS);
    }

    @Override
    public int damping() {
        return damping;
    }

    /**
     * The share by the squares in the note on damping, for a lattice that fits the difference: d² becomes (1 − 2g)² d²
     * + 4 g² s²/6, with an s of 1.8 d for 3 bits and half as much for each further one.
     */
    @Override
    public double share(int length) {
        double doubledStep = 2 * MixingStep.HALF.damped(damping).gamma();
        double steps = STEPS_PER_DIFFERENCE_OF_THREE_BITS * StrictMath.pow(2, 3 - bits);
        double kept = (1 - doubledStep) * (1 - doubledStep);
        return 1 - kept - doubledStep * doubledStep * steps * steps / 6;
    }

    /** The error vanishes with the disagreement. */
    @Override
    public double residue(int[] own, int offset, int length) {
        return 0;
    }

    @Override
    public boolean accepts(Lattice lattice) {
        return true;
    }

    @Override
    public int valueBytesMax(Lattice lattice, int length) {
        return CHECKSUM_BYTES + BitWriter.bytes(lattice.bits(), length);
    }

    @Override
    public int differenceBytesMax(Lattice lattice, int length) {
        return lattice.bits() == 0 ? 0 : RiceCoding.bytesMax(lattice.bits(), length);
    }

    @Override
    public int encodeValues(int[] own, int offset, int length, Lattice lattice, int ditherSeed, byte[] payload,
            int payloadOffset) {
        int checksum = lattice.bits() == 0
                ? kernels.checksum(own, offset, length, lattice, ditherSeed)
                : kernels.encode(own, offset, length, lattice, ditherSeed, payload, payloadOffset + CHECKSUM_BYTES);
        INTS.set(payload, payloadOffset, checksum);
        return valueBytesMax(lattice, length);
    }

    @Override
    public Optional<byte[]> highBits(byte[] payload, Lattice lattice, Lattice known, int length) {
        return lattice.completes(known)
                ? Optional.of(HighBits.of(payload, lattice.bits(), known.bits(), length))
                : Optional.empty();
    }

    @Override
    public Optional<byte[]> complete(byte[] low, Lattice known, byte[] high, Lattice lattice, int length) {
        return lattice.completes(known)
                ? HighBits.join(low, known.bits(), high, lattice.bits(), length)
                : Optional.empty();
    }

    @Override
    public DecodeResult difference(byte[] payload, int payloadOffset, int payloadBytes, int[] own, int offset,
            int length,
            Lattice lattice, int ditherSeed, int[] difference) {
        if (payloadBytes != valueBytesMax(lattice, length)) {
            return DecodeResult.MALFORMED;
        }
        int checksum;
        if (lattice.bits() == 0) {
            checksum = kernels.checksum(own, offset, length, lattice, ditherSeed);
            Arrays.fill(difference, 0, length, 0);
        } else {
            checksum = kernels.decode(payload, payloadOffset + CHECKSUM_BYTES, own, offset, length, lattice, ditherSeed,
                    difference);
        }
        if (checksum == (int) INTS.get(payload, payloadOffset)) {
            return DecodeResult.DECODED;
        }
        // With all bits, every difference is in reach.
        return lattice.bits() == Lattice.MAX_BITS ? DecodeResult.MALFORMED : DecodeResult.OUT_OF_REACH;
    }

    @Override
    public int within(Lattice lattice, Cap most) {
        int steps = (int) (most.units() / lattice.step());
        int units = lattice.units(steps);
        // Steps with a divisor are multiplied as floats.
        return units <= most.units() ? units : lattice.units(steps - 1);
    }

    @Override
    public int encodeDifference(int[] difference, int length, Lattice lattice, int ditherSeed, byte[] payload,
            int payloadOffset) {
        return lattice.bits() == 0 ? 0 : RiceCoding.encode(difference, length, lattice, payload, payloadOffset);
    }

    @Override
    public boolean decodeDifference(byte[] payload, int payloadOffset, int payloadBytes, int length, Lattice lattice,
            int ditherSeed, int[] difference) {
        if (lattice.bits() == 0) {
            Arrays.fill(difference, 0, length, 0);
            return payloadBytes == 0;
        }
        return RiceCoding.decode(payload, payloadOffset, payloadBytes, length, lattice, difference);
    }
}
