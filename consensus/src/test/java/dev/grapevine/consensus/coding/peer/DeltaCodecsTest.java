package dev.grapevine.consensus.coding.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.coding.DeltaCodec;
import dev.grapevine.consensus.units.Lattice;

class DeltaCodecsTest {

    @Test
    void codecsAreFoundByTheirNames() {
        assertThat(DeltaCodecs.names()).containsExactly("float32", "bf16", "modular:8", "modular:7",
                "modular:6", "modular:5", "modular:4", "modular:3", "modular:2")
                .contains(DeltaCodecs.DEFAULT);
        for (String name : DeltaCodecs.names()) {
            assertThat(DeltaCodecs.byName(name).name()).isEqualTo(name);
        }
    }

    @Test
    void unknownNameIsRefusedWithTheAllowedOnes() {
        assertThatThrownBy(() -> DeltaCodecs.byName("zip")).isInstanceOf(IllegalArgumentException.class).hasMessage(
                "'zip' is no compression: allowed are " + DeltaCodecs.ALLOWED);
        assertThat(DeltaCodecs.ALLOWED).startsWith("float32, bf16, modular:8").contains(", int8, int4")
                .endsWith(", randomk:FRACTION, topk:FRACTION");
    }

    @Test
    void codecsTakeFourTwoOneAndHalfAByteAParameter() {
        int length = 4096;
        assertThat(valueBytes("float32", length)).isEqualTo(4 * length);
        assertThat(valueBytes("bf16", length)).isEqualTo(2 * length);
        assertThat(valueBytes("modular:8", length)).isEqualTo(length + 4);
        assertThat(valueBytes("modular:4", length)).isEqualTo(length / 2 + 4);
    }

    private static int valueBytes(String name, int length) {
        DeltaCodec codec = DeltaCodecs.byName(name);
        return codec.valueBytesMax(codec.firstLattice(1000), length);
    }

    @Test
    void latticesOutsideTheAllowedRangeAreRefused() {
        assertThat(new Lattice(30, 32).reach()).isEqualTo(1L << 61);
        assertThat(new Lattice(0, 2).reach()).isEqualTo(2);
        assertThatThrownBy(() -> new Lattice(31, 4)).hasMessage("No lattice of step 2^31 / 1 with 4 bits");
        assertThatThrownBy(() -> new Lattice(-1, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Lattice(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Lattice(0, 33)).isInstanceOf(IllegalArgumentException.class);
    }
}
