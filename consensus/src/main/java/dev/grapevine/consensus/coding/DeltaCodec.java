package dev.grapevine.consensus.coding;

import java.util.Optional;

import dev.grapevine.consensus.units.Lattice;

/**
 * Encodes the values of one block for a peer, and the difference for the way back.
 *
 * <p>Let Q be the codec's rounding. The initiator sends Q(a), its values, so that a receiver can read them beside its
 * own ({@link #encodeValues}, {@link #difference}). The responder then knows Q(a) − Q(b), where b is its own, and sends
 * that back ({@link #encodeDifference}, {@link #decodeDifference}). Both sides change by the same fraction of the same
 * integers, one up and one down: for any Q, the sum of the two stays. A codec may leave parameters out, by its
 * own choice or by the exchange's seed: their difference is 0, and they stay.
 *
 * <p>Rounding both ends alike, by the same dither, matters: where two replicas agree, the difference is exactly 0 and
 * the exchange adds no noise.
 *
 * <p>All values are in units of fixed point. {@code payload} arrays are read and written from {@code payloadOffset}
 * on; their room is the caller's business and is checked. Nothing is allocated but what is returned. Implementations
 * hold no state and may be used by any thread.
 */
public interface DeltaCodec {

    /** The name that users write, such as {@code modular:4}. */
    String name();

    /**
     * The lattice for a first attempt.
     *
     * @param expectedDifference the largest absolute difference to be expected within the block, in units
     */
    Lattice firstLattice(int expectedDifference);

    /** A lattice that reaches farther, after {@link DecodeResult#OUT_OF_REACH}. */
    Lattice widen(Lattice lattice);

    /**
     * The damping of the mixing step, {@code MixingStep.damped}: both sides take 1/(c + 1 + damping) instead of 1/(c
     * + 1). More than 0 where rounding is so coarse that the full step would move two replicas apart.
     */
    default int damping() {
        return 0;
    }

    /**
     * The contraction that theory guarantees for replicas that only exchange: the part of the squared difference of
     * two of them beyond their {@link #residue} that an exchange removes. With u the difference before, u′ after a
     * full step, and the mean taken over seeds and over which of the two begins, E‖u′‖² ≤ (1 − share) ‖u‖² + share
     * (√residue(a) + √residue(b))².
     *
     * @param length of the block
     */
    double share(int length);

    /**
     * The squared difference to others, in units², that a block of a replica keeps however many exchanges there are.
     */
    double residue(int[] own, int offset, int length);

    /**
     * Whether values are of use to a peer that has sent nothing: it reads them whatever its own are, and each parameter is
     * among them sooner or later.
     */
    boolean suitsPushes();

    /** Whether a peer may propose this lattice under this codec. */
    boolean accepts(Lattice lattice);

    /** Bytes that the values of a block take at most. */
    int valueBytesMax(Lattice lattice, int length);

    /** Bytes that the difference of a block takes at most. */
    int differenceBytesMax(Lattice lattice, int length);

    /**
     * Writes the local values: {@code length} of them from {@code offset} on.
     *
     * @param payload with room for {@link #valueBytesMax}; nothing beyond is written
     * @return bytes written
     */
    int encodeValues(int[] own, int offset, int length, Lattice lattice, int ditherSeed, byte[] payload,
            int payloadOffset);

    /**
     * The bits that a receiver lacks if it has the same values on a lattice that did not reach; empty if it needs all
     * of them.
     *
     * @param payload as {@link #encodeValues} wrote it
     * @param known   the lattice of the values that the receiver has
     */
    default Optional<byte[]> highBits(byte[] payload, Lattice lattice, Lattice known, int length) {
        return Optional.empty();
    }

    /**
     * The inverse of {@link #highBits}: the payload that would have been sent whole.
     *
     * @param low   a payload of values on the lattice {@code known}
     * @param high  of any bytes
     * @return empty if the two are not of the same values
     */
    default Optional<byte[]> complete(byte[] low, Lattice known, byte[] high, Lattice lattice, int length) {
        return Optional.empty();
    }

    /**
     * Reads a peer's values against the local ones.
     *
     * @param payloadBytes of any number: a payload of the wrong size is {@link DecodeResult#MALFORMED}
     * @param difference   receives theirs minus the local ones, {@code length} elements, if and only if the answer is
     *                     {@link DecodeResult#DECODED}
     */
    DecodeResult difference(byte[] payload, int payloadOffset, int payloadBytes, int[] own, int offset, int length,
            Lattice lattice, int ditherSeed, int[] difference);

    /**
     * The largest difference up to {@code most} that is read exactly as it was written; smaller ones are not read as
     * larger.
     */
    default int within(Lattice lattice, Cap most) {
        return most.units();
    }

    /**
     * Writes a difference as {@link #difference} gave it, and replaces it by what the other side will read.
     *
     * @param payload with room for {@link #differenceBytesMax}; nothing beyond is written
     * @return bytes written
     */
    int encodeDifference(int[] difference, int length, Lattice lattice, int ditherSeed, byte[] payload,
            int payloadOffset);

    /**
     * Reads a difference.
     *
     * @param payloadBytes of any number
     * @return false when no honest peer sends this
     */
    boolean decodeDifference(byte[] payload, int payloadOffset, int payloadBytes, int length, Lattice lattice,
            int ditherSeed, int[] difference);
}
