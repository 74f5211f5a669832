package dev.grapevine.consensus.coding.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import dev.grapevine.consensus.compress.Compressor;
import dev.grapevine.consensus.compress.Compressors;
import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.consensus.units.Lattice;

/** A codec and a compressor that users call by one name do the same to the same values. */
class SameNameProperties {

    @Property
    void bfloat16CodecWritesTheBytesOfItsCompressor(@ForAll("units") int[] units) {
        Bfloat16Codec codec = new Bfloat16Codec();
        byte[] ofCodec = new byte[codec.valueBytesMax(Lattice.NONE, units.length)];
        codec.encodeValues(units, 0, units.length, Lattice.NONE, 1, ofCodec, 0);
        Compressor compressor = Compressors.byName(codec.name());
        byte[] ofCompressor = new byte[compressor.bytesMax(units.length)];
        compressor.encode(floats(units), 0, units.length, 1, ofCompressor, 0);
        assertThat(ofCodec).isEqualTo(ofCompressor);
    }

    @Property
    void topKCodecSendsTheParametersOfItsCompressor(@ForAll("units") int[] units) {
        TopKCodec codec = new TopKCodec(0.2);
        byte[] payload = new byte[codec.valueBytesMax(Lattice.NONE, units.length)];
        int bytes = codec.encodeValues(units, 0, units.length, Lattice.NONE, 1, payload, 0);
        int[] sent = new int[units.length];
        codec.difference(payload, 0, bytes, new int[units.length], 0, units.length, Lattice.NONE, 1, sent);
        Compressor compressor = Compressors.byName(codec.name());
        float[] read = floats(units);
        compressor.encode(read, 0, units.length, 1, new byte[compressor.bytesMax(units.length)], 0);
        assertThat(IntStream.of(sent).mapToObj(unit -> unit != 0).toList())
                .isEqualTo(IntStream.range(0, read.length).mapToObj(i -> read[i] != 0).toList());
    }

    @Property
    void uniformQuantizationCodecHasTheBoundOfItsCompressor(@ForAll("units") int[] units) {
        for (int bits : new int[]{4, 8}) {
            UniformQuantizationCodec codec = new UniformQuantizationCodec(bits);
            double kept = Compressors.byName(codec.name()).contraction(Math.min(units.length, 64));
            assertThat(1 - codec.share(Math.min(units.length, 64))).isCloseTo(Math.sqrt(1 - kept), within(1e-12));
        }
    }

    private static float[] floats(int[] units) {
        float[] values = new float[units.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = FixedPoint.toFloat(units[i]);
        }
        return values;
    }

    /** That floats hold exactly. */
    @Provide
    Arbitrary<int[]> units() {
        return Arbitraries.integers().between(-(1 << 24), 1 << 24).array(int[].class).ofMinSize(1).ofMaxSize(300);
    }
}
