package dev.grapevine.consensus.coding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.consensus.coding.lattice.ModularCodec;
import dev.grapevine.consensus.coding.value.Bfloat16Codec;
import dev.grapevine.consensus.coding.value.Float32Codec;
import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.consensus.units.Lattice;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever bytes a peer sends, reading them does no harm. */
class HostileBytesProperties {

    @Property
    void aDifferenceNeverGoesBeyondTheLattice(@ForAll("codecs") DeltaCodec codec,
            @ForAll("lattices") Lattice anyLattice,
            @ForAll @IntRange(min = 1, max = 100) int length, @ForAll long seed) {
        Lattice lattice = codec.accepts(anyLattice) ? anyLattice : Lattice.NONE;
        byte[] payload = randomBytes(codec.differenceBytesMax(lattice, length), seed);
        int[] difference = new int[length];
        if (codec.decodeDifference(payload, 0, payload.length, length, lattice, 0, difference)) {
            assertThat(largest(difference)).isLessThanOrEqualTo(reach(codec, lattice));
        }
    }

    @Property
    void valuesThatAreReadAreWithinReach(@ForAll("codecs") DeltaCodec codec, @ForAll("lattices") Lattice anyLattice,
            @ForAll @IntRange(min = 1, max = 100) int length, @ForAll long seed) {
        Lattice lattice = codec.accepts(anyLattice) ? anyLattice : Lattice.NONE;
        byte[] payload = randomBytes(codec.valueBytesMax(lattice, length), seed);
        int[] own = new SplittableRandom(seed).ints(length, -FixedPoint.LIMIT, FixedPoint.LIMIT + 1).toArray();
        int[] difference = new int[length];
        if (codec.difference(payload, 0, payload.length, own, 0, length, lattice, (int) seed,
                difference) == DecodeResult.DECODED) {
            assertThat(largest(difference)).isLessThanOrEqualTo(reach(codec, lattice));
        }
    }

    @Property
    void floatCodecsReadNothingBeyondTheRange(@ForAll("floatCodecs") DeltaCodec codec,
            @ForAll @IntRange(min = -FixedPoint.LIMIT, max = FixedPoint.LIMIT) int own, @ForAll float theirs) {
        int[] difference = new int[1];
        byte[] payload = payload(codec, theirs);
        DecodeResult reading = codec.difference(payload, 0, payload.length, new int[]{own}, 0, 1, Lattice.NONE, 0,
                difference);
        // Rounded as the payload is, in which 64.1 is still 64 to bfloat16.
        boolean inRange = Math.abs(rounded(codec, theirs)) <= FixedPoint.toFloat(FixedPoint.LIMIT);
        assertThat(reading).isEqualTo(inRange ? DecodeResult.DECODED : DecodeResult.MALFORMED);
        if (inRange) {
            assertThat(Math.abs((long) own + difference[0])).isLessThanOrEqualTo(FixedPoint.LIMIT + (1L << 22));
        }
    }

    @Example
    void nonFiniteNumbersAreRefused() {
        int[] difference = new int[1];
        for (DeltaCodec codec : new DeltaCodec[]{new Float32Codec(), new Bfloat16Codec()}) {
            for (float value : new float[]{Float.NaN, -Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY,
                    Float.MAX_VALUE, -1e9f, 129, -129}) {
                byte[] payload = payload(codec, value);
                assertThat(codec.difference(payload, 0, payload.length, new int[1], 0, 1, Lattice.NONE, 0, difference))
                        .as("%s read by %s", value, codec.name()).isEqualTo(DecodeResult.MALFORMED);
                assertThat(codec.decodeDifference(payload, 0, payload.length, 1, Lattice.NONE, 0, difference))
                        .as("%s read by %s", value, codec.name()).isFalse();
            }
            assertThat(codec.difference(payload(codec, 64), 0, codec.valueBytesMax(Lattice.NONE, 1), new int[1], 0, 1,
                    Lattice.NONE, 0, difference))
                    .isEqualTo(DecodeResult.DECODED);
            assertThat(codec.difference(payload(codec, 65), 0, codec.valueBytesMax(Lattice.NONE, 1), new int[1], 0, 1,
                    Lattice.NONE, 0, difference))
                    .isEqualTo(DecodeResult.MALFORMED);
            assertThat(codec.decodeDifference(payload(codec, -128), 0, codec.differenceBytesMax(Lattice.NONE, 1), 1,
                    Lattice.NONE, 0,
                    difference)).isTrue();
        }
    }

    private static float rounded(DeltaCodec codec, float value) {
        ByteBuffer bytes = ByteBuffer.wrap(payload(codec, value)).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.remaining() == Float.BYTES ? bytes.getFloat() : Float.intBitsToFloat(bytes.getShort() << 16);
    }

    private static byte[] payload(DeltaCodec codec, float value) {
        int bits = Float.floatToRawIntBits(value);
        ByteBuffer bytes = ByteBuffer.allocate(codec.valueBytesMax(Lattice.NONE, 1)).order(ByteOrder.LITTLE_ENDIAN);
        return (bytes.remaining() == Float.BYTES ? bytes.putInt(bits) : bytes.putShort((short) (bits >>> 16))).array();
    }

    private static byte[] randomBytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private static long largest(int[] values) {
        return Arrays.stream(values).mapToLong(value -> Math.abs((long) value)).max().orElse(0);
    }

    private static long reach(DeltaCodec codec, Lattice lattice) {
        return codec instanceof ModularCodec ? lattice.reach() : 2L * FixedPoint.LIMIT;
    }

    @Provide
    Arbitrary<DeltaCodec> codecs() {
        return Arbitraries.of(Stream.concat(ReplicaPair.CODECS.stream(),
                DeltaCodecs.baselines().stream().map(DeltaCodecs::byName)).toList());
    }

    @Provide
    Arbitrary<DeltaCodec> floatCodecs() {
        return Arbitraries.of(new Float32Codec(), new Bfloat16Codec());
    }

    @Provide
    Arbitrary<Lattice> lattices() {
        return ReplicaPair.lattices();
    }
}
