package dev.grapevine.consensus.coding.lattice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.consensus.bits.BitWriter;
import dev.grapevine.consensus.coding.ReplicaPair;
import dev.grapevine.consensus.coding.value.Float32Codec;
import dev.grapevine.consensus.units.Lattice;

/** Low and high bits are all bits: joined they are, byte for byte, what would have been sent whole. */
class HighBitsProperties {

    private static final ModularCodec CODEC = new ModularCodec(3);

    /** Something that puts two payloads together. */
    private interface Joining {
        Optional<byte[]> join(byte[] low, Lattice known, byte[] high, Lattice lattice, int length);
    }

    @Property(tries = 2000)
    void lowAndHighBitsAreAllBits(@ForAll("pairs") ReplicaPair pair, @ForAll("lattices") Lattice lattice,
            @ForAll @IntRange(min = 2, max = 31) int lowBits) {
        if (lattice.bits() > lowBits) {
            assertThat(isWhole(CODEC::complete, pair, lattice, lowBits)).isTrue();
        }
    }

    /** Groups of lanes are packed otherwise than what is left after them. */
    @Example
    void longBlocksAreJoinedAsWell() {
        for (int length : new int[]{512, 1024 + 7, 4096}) {
            SplittableRandom random = new SplittableRandom(length);
            int[] values = random.ints(length, -1 << 20, 1 << 20).toArray();
            ReplicaPair pair = new ReplicaPair(values, new int[length], 5);
            for (int lowBits = 2; lowBits < 32; lowBits++) {
                for (int bits = lowBits + 1; bits <= 32; bits++) {
                    assertThat(isWhole(CODEC::complete, pair, new Lattice(0, bits), lowBits)).isTrue();
                }
            }
        }
    }

    @Example
    void joinOfSwappedHalvesIsNoticed() {
        Joining swapped = (low, known, high, lattice, length) -> CODEC.complete(high, known, low, lattice, length);
        ReplicaPair pair = new ReplicaPair(new int[]{1000, -3}, new int[2], 5);
        assertThat(isWhole(CODEC::complete, pair, new Lattice(0, 6), 3)).isTrue();
        assertThat(isWhole(swapped, pair, new Lattice(0, 6), 3)).isFalse();
    }

    private static boolean isWhole(Joining joining, ReplicaPair pair, Lattice lattice, int lowBits) {
        Lattice known = new Lattice(lattice.stepExponent(), lattice.stepDivisor(), lowBits);
        byte[] whole = pair.encoded(CODEC, lattice);
        byte[] high = CODEC.highBits(whole, lattice, known, pair.length()).orElseThrow();
        assertThat(high).hasSize(4 + BitWriter.bytes(lattice.bits() - lowBits, pair.length()));
        return joining.join(pair.encoded(CODEC, known), known, high, lattice, pair.length())
                .filter(joined -> Arrays.equals(joined, whole)).isPresent();
    }

    @Example
    void halvesOfOtherValuesOrSizesAreRefused() {
        Lattice known = new Lattice(0, 3);
        Lattice lattice = new Lattice(0, 6);
        ReplicaPair before = new ReplicaPair(new int[]{1000, -3, 7}, new int[3], 5);
        ReplicaPair later = new ReplicaPair(new int[]{1001, -3, 7}, new int[3], 5);
        byte[] low = before.encoded(CODEC, known);
        byte[] high = CODEC.highBits(before.encoded(CODEC, lattice), lattice, known, 3).orElseThrow();
        assertThat(CODEC.complete(low, known, high, lattice, 3)).isPresent();
        byte[] highOfLater = CODEC.highBits(later.encoded(CODEC, lattice), lattice, known, 3).orElseThrow();
        assertThat(CODEC.complete(low, known, highOfLater, lattice, 3)).isEmpty();
        assertThat(CODEC.complete(low, known, Arrays.copyOf(high, 5), lattice, 3)).isEmpty();
        assertThat(CODEC.complete(low, known, new byte[0], lattice, 3)).isEmpty();
        assertThat(CODEC.complete(Arrays.copyOf(low, 5), known, high, lattice, 3)).isEmpty();
    }

    @Example
    void onlyTheSameLatticeWithMoreBitsIsCompleted() {
        byte[] payload = new byte[40];
        assertThat(CODEC.highBits(payload, new Lattice(4, 6), new Lattice(5, 3), 8)).isEmpty();
        assertThat(CODEC.highBits(payload, new Lattice(5, 3, 6), new Lattice(5, 3), 8)).isEmpty();
        assertThat(CODEC.highBits(payload, new Lattice(5, 3), new Lattice(5, 3), 8)).isEmpty();
        assertThat(CODEC.highBits(payload, new Lattice(5, 3), new Lattice(5, 0), 8)).isEmpty();
        assertThat(new Float32Codec().highBits(payload, Lattice.NONE, Lattice.NONE, 8)).isEmpty();
    }

    @Provide
    Arbitrary<ReplicaPair> pairs() {
        return ReplicaPair.arbitrary();
    }

    @Provide
    Arbitrary<Lattice> lattices() {
        return ReplicaPair.lattices();
    }
}
