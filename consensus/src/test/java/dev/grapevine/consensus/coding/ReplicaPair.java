package dev.grapevine.consensus.coding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import dev.grapevine.consensus.coding.lattice.ModularCodec;
import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.consensus.units.Lattice;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A block of two replicas and the dither seed of an exchange between them.
 *
 * @param theirs the initiator's values, in units
 * @param own    the responder's
 */
public record ReplicaPair(int[] theirs, int[] own, int ditherSeed) {

    /**
     * Two replicas at opposite ends of the range differ by 2³¹, which is no int: the one difference that 32 bits cannot
     * tell. So one end stays out.
     */
    private static final int LIMIT = FixedPoint.LIMIT - 1;

    /** Every codec that users can choose, and others of its kind. */
    public static final List<DeltaCodec> CODECS = Stream.concat(DeltaCodecs.names().stream().map(DeltaCodecs::byName),
            Stream.of(12, 16).map(ModularCodec::new)).toList();

    /** Pairs of all magnitudes, as close or as far apart as may be. */
    public static Arbitrary<ReplicaPair> arbitrary() {
        return Combinators
                .combine(Arbitraries.integers().between(1, 150), Arbitraries.integers().between(0, 30),
                        Arbitraries.integers().between(0, 31), Arbitraries.longs(), Arbitraries.integers())
                .as(ReplicaPair::random).withoutEdgeCases();
    }

    /** Every lattice that there is. */
    public static Arbitrary<Lattice> lattices() {
        List<Lattice> lattices = new ArrayList<>();
        for (int exponent = 0; exponent <= Lattice.MAX_STEP_EXPONENT; exponent++) {
            for (int divisor = 1; divisor <= 7; divisor += 2) {
                for (int bits = 0; bits <= Lattice.MAX_BITS; bits++) {
                    if (Lattice.isValid(exponent, divisor, bits)) {
                        lattices.add(new Lattice(exponent, divisor, bits));
                    }
                }
            }
        }
        return Arbitraries.of(lattices);
    }

    private static ReplicaPair random(int length, int magnitudeExponent, int differenceExponent, long seed,
            int ditherSeed) {
        SplittableRandom random = new SplittableRandom(seed);
        long magnitude = 1L << magnitudeExponent;
        long difference = 1L << differenceExponent;
        int[] theirs = new int[length];
        int[] own = new int[length];
        for (int i = 0; i < length; i++) {
            theirs[i] = random.nextInt(8) == 0
                    ? (random.nextBoolean() ? LIMIT : -LIMIT)
                    : clamp(random.nextLong(-magnitude, magnitude + 1));
            own[i] = clamp(theirs[i] + random.nextLong(-difference, difference + 1));
        }
        return new ReplicaPair(theirs, own, ditherSeed);
    }

    private static int clamp(long units) {
        return (int) Math.max(-LIMIT, Math.min(LIMIT, units));
    }

    public int length() {
        return own.length;
    }

    /** What a sender would expect who knew both. */
    public int largestDifference() {
        int largest = 0;
        for (int i = 0; i < length(); i++) {
            largest = Math.max(largest, Math.abs(theirs[i] - own[i]));
        }
        return largest;
    }

    /** The values of the initiator, as they travel. */
    public byte[] encoded(DeltaCodec codec, Lattice lattice) {
        byte[] room = new byte[codec.valueBytesMax(lattice, length())];
        return Arrays.copyOf(room, codec.encodeValues(theirs, 0, length(), lattice, ditherSeed, room, 0));
    }

    /** What the responder makes of them. */
    public DecodeResult read(DeltaCodec codec, Lattice lattice, int[] difference) {
        byte[] payload = encoded(codec, lattice);
        return codec.difference(payload, 0, payload.length, own, 0, length(), lattice, ditherSeed, difference);
    }

    /** The first lattice and its wider successors until one is read, of which the answer is. */
    public Lattice readUntilDecoded(DeltaCodec codec, int expectedDifference, int[] difference) {
        Lattice lattice = codec.firstLattice(expectedDifference);
        for (int attempt = 1; read(codec, lattice, difference) != DecodeResult.DECODED; attempt++) {
            Lattice wider = codec.widen(lattice);
            if (attempt > 8 || wider.equals(lattice)) {
                throw new AssertionError("never read by " + codec.name() + ", last on " + lattice);
            }
            lattice = wider;
        }
        return lattice;
    }

    @Override
    public String toString() {
        return Arrays.toString(theirs) + " and " + Arrays.toString(own) + " dithered by " + ditherSeed;
    }
}
