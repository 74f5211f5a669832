package dev.grapevine.consensus.coding.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.grapevine.consensus.coding.DecodeResult;
import dev.grapevine.consensus.coding.DeltaCodec;
import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.consensus.units.Lattice;

/** What a codec says of pushes holds: the receiver has sent nothing, and its values are far away. */
class PushesTest {

    private static final int LENGTH = 64;
    private static final int PUSHES = 400;

    static Stream<String> codecs() {
        return Stream.concat(DeltaCodecs.names().stream(), DeltaCodecs.baselines().stream());
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void codecThatSuitsPushesReachesEachParameter(String name) {
        DeltaCodec codec = DeltaCodecs.byName(name);
        assertThat(reachesAll(codec)).isEqualTo(codec.suitsPushes());
    }

    @Test
    void bothKindsAreTried() {
        assertThat(codecs().map(name -> DeltaCodecs.byName(name).suitsPushes()).distinct().toList())
                .containsExactlyInAnyOrderElementsOf(List.of(true, false));
    }

    private static boolean reachesAll(DeltaCodec codec) {
        int[] sent = new int[LENGTH];
        Arrays.setAll(sent, i -> FixedPoint.UNITS_PER_ONE / 2 * (i + 1));
        int[] own = new int[LENGTH];
        Arrays.fill(own, -30 * FixedPoint.UNITS_PER_ONE);
        Lattice lattice = codec.firstLattice(0);
        byte[] payload = new byte[codec.valueBytesMax(lattice, LENGTH)];
        boolean[] reached = new boolean[LENGTH];
        for (int seed = 0; seed < PUSHES; seed++) {
            int bytes = codec.encodeValues(sent, 0, LENGTH, lattice, seed, payload, 0);
            int[] difference = new int[LENGTH];
            if (codec.difference(payload, 0, bytes, own, 0, LENGTH, lattice, seed,
                    difference) == DecodeResult.DECODED) {
                for (int i = 0; i < LENGTH; i++) {
                    reached[i] |= difference[i] > 0;
                }
            }
        }
        for (boolean one : reached) {
            if (!one) {
                return false;
            }
        }
        return true;
    }
}
