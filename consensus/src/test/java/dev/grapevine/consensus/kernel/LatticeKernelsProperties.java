package dev.grapevine.consensus.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.consensus.bits.BitWriter;
import dev.grapevine.consensus.coding.ReplicaPair;
import dev.grapevine.consensus.units.Lattice;

/** The vectorised kernels give the bits of the plain ones, at all sizes, and both give back what was packed. */
class LatticeKernelsProperties {

    private static final LatticeKernels SCALAR = new ScalarLatticeKernels();
    private static final LatticeKernels PANAMA = new PanamaLatticeKernels();
    private static final int MARGIN = 5;

    /** Everything that the operations give for one input. */
    private record Outcome(byte[] codes, int encoded, int checksum, int[] difference, int decoded) {

        static Outcome of(LatticeKernels kernels, int[] values, int[] own, int length, Lattice lattice, int seed) {
            byte[] codes = new byte[MARGIN + BitWriter.bytes(lattice.bits(), length) + MARGIN];
            int encoded = kernels.encode(values, MARGIN, length, lattice, seed, codes, MARGIN);
            int checksum = kernels.checksum(values, MARGIN, length, lattice, seed);
            int[] difference = new int[length + MARGIN];
            int decoded = kernels.decode(codes, MARGIN, own, MARGIN, length, lattice, seed, difference);
            return new Outcome(codes, encoded, checksum, difference, decoded);
        }

        boolean isEqualTo(Outcome other) {
            return Arrays.equals(codes, other.codes) && encoded == other.encoded && checksum == other.checksum
                    && Arrays.equals(difference, other.difference) && decoded == other.decoded;
        }
    }

    @Property(tries = 600)
    void twinsAgree(@ForAll @IntRange(max = 1600) int length, @ForAll("lattices") Lattice lattice, @ForAll int seed) {
        int[] values = values(length, seed, 1 << 30);
        int[] own = values(length, seed + 1L, 1 << 30);
        assertThat(Outcome.of(PANAMA, values, own, length, lattice, seed)
                .isEqualTo(Outcome.of(SCALAR, values, own, length, lattice, seed))).isTrue();
    }

    @Property(tries = 300)
    void differencesWithinReachAreReadExactly(@ForAll @IntRange(max = 1600) int length,
            @ForAll("lattices") Lattice lattice,
            @ForAll int seed) {
        int step = (int) Math.ceil(lattice.step());
        int reach = (int) Math.min(lattice.reach() - step, 1 << 29);
        if (reach < 2) {
            return;
        }
        int[] own = values(length, seed, 1 << 29);
        int[] values = own.clone();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] += random.nextInt(-reach + 1, reach);
        }
        Outcome outcome = Outcome.of(PANAMA, values, own, length, lattice, seed);
        assertThat(outcome.decoded).isEqualTo(outcome.encoded).isEqualTo(outcome.checksum);
        for (int i = 0; i < length; i++) {
            int apart = values[MARGIN + i] - own[MARGIN + i];
            // Steps of a divided lattice are multiplied as floats, whose last bit is more than a unit where they are many.
            assertThat(Math.abs((long) outcome.difference[i] - apart))
                    .isLessThanOrEqualTo(step + (Math.abs(apart) >> 22));
        }
    }

    @Provide
    Arbitrary<Lattice> lattices() {
        return ReplicaPair.lattices().filter(lattice -> lattice.bits() > 0);
    }

    /** The first group of a block of four bits: lane by lane, eight numbers in a word. */
    @Example
    void theLayoutIsTheDocumentedOne() {
        int[] values = new int[LatticeKernels.GROUP + 3];
        Arrays.setAll(values, i -> i % 16);
        values[16] = 1;
        values[LatticeKernels.GROUP] = 2;
        values[LatticeKernels.GROUP + 1] = 3;
        byte[] packed = new byte[BitWriter.bytes(4, values.length)];
        SCALAR.encode(values, 0, values.length, new Lattice(0, 4), 1, packed, 0);
        assertThat(Arrays.copyOf(packed, 8)).as("lane 0 has the numbers 0, 16, 32…, and then comes lane 1")
                .containsExactly(0x10, 0, 0, 0, 0x11, 0x11, 0x11, 0x11);
        assertThat(packed[64]).as("the second word of lane 0").isZero();
        assertThat(packed[256]).as("the rest is one stream").isEqualTo((byte) 0x32);
    }

    @Example
    void aShiftedLaneIsNoticed() {
        int[] values = values(512, 1, 1 << 20);
        int[] own = values(512, 2, 1 << 20);
        int[] shifted = values.clone();
        shifted[MARGIN] = values[MARGIN + 1];
        shifted[MARGIN + 1] = values[MARGIN];
        assertThat(Outcome.of(PANAMA, shifted, own, 512, new Lattice(3, 4), 9)
                .isEqualTo(Outcome.of(SCALAR, values, own, 512, new Lattice(3, 4), 9))).isFalse();
    }

    private static int[] values(int length, long seed, int bound) {
        return new SplittableRandom(seed).ints(length + 2L * MARGIN, -bound, bound).toArray();
    }
}
