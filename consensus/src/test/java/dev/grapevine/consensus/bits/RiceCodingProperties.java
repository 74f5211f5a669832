package dev.grapevine.consensus.bits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.consensus.coding.ReplicaPair;
import dev.grapevine.consensus.units.Lattice;

/** Differences come back as they were, in few bytes, and whatever bytes arrive do no harm. */
class RiceCodingProperties {

    @Property
    void writtenNumbersAreRead(@ForAll("lattices") Lattice lattice, @ForAll @IntRange(min = 1, max = 300) int length,
            @ForAll @IntRange(min = 1, max = 32) int magnitudeBits, @ForAll long seed) {
        int[] difference = differences(lattice, length, magnitudeBits, seed);
        byte[] room = new byte[RiceCoding.bytesMax(lattice.bits(), length) + 3];
        int bytes = RiceCoding.encode(difference, length, lattice, room, 2);
        assertThat(bytes).isBetween(1, room.length - 3);
        assertThat(room[room.length - 1]).as("nothing beyond").isZero();
        int[] read = new int[length];
        assertThat(RiceCoding.decode(room, 2, bytes, length, lattice, read)).isTrue();
        assertThat(read).isEqualTo(difference);
        assertThat(RiceCoding.decode(room, 2, bytes - 1, length, lattice, read)).as("truncated").isFalse();
        assertThat(RiceCoding.decode(room, 2, bytes + 1, length, lattice, read)).as("with a byte left over").isFalse();
    }

    @Property
    void anyBytesAreReadWithinReachOrRefused(@ForAll("lattices") Lattice lattice,
            @ForAll @IntRange(min = 1, max = 100) int length, @ForAll @IntRange(max = 400) int bytes,
            @ForAll long seed) {
        byte[] payload = new byte[bytes];
        SplittableRandom random = new SplittableRandom(seed);
        random.nextBytes(payload);
        if (bytes > 0) {
            payload[0] = random.nextInt(4) == 0 ? (byte) 255 : (byte) random.nextInt(40);
        }
        int[] read = new int[length + 1];
        if (RiceCoding.decode(payload, 0, bytes, length, lattice, read)) {
            for (int difference : read) {
                assertThat(Math.abs((long) difference)).isLessThanOrEqualTo(lattice.reach());
            }
        }
        assertThat(read[length]).isZero();
    }

    @Example
    void smallDifferencesTakeTwoBitsHoweverFarTheLatticeReaches() {
        SplittableRandom random = new SplittableRandom(1);
        for (int bits : new int[]{3, 4, 8}) {
            Lattice lattice = new Lattice(10, bits);
            int[] difference = new int[4096];
            Arrays.setAll(difference, _ -> lattice.units((int) Math.round(0.8 * random.nextGaussian())));
            byte[] room = new byte[RiceCoding.bytesMax(bits, difference.length)];
            assertThat(RiceCoding.encode(difference, difference.length, lattice, room, 0)).isBetween(900, 1050);
        }
    }

    private static int[] differences(Lattice lattice, int length, int magnitudeBits, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int unused = Integer.SIZE - Math.min(lattice.bits(), magnitudeBits);
        int[] difference = new int[length];
        Arrays.setAll(difference, _ -> lattice.units(random.nextInt() << unused >> unused));
        return difference;
    }

    @Provide
    Arbitrary<Lattice> lattices() {
        return ReplicaPair.lattices().filter(lattice -> lattice.bits() > 0);
    }
}
