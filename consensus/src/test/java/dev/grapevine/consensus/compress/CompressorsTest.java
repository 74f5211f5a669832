package dev.grapevine.consensus.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.consensus.kernel.BlockKernels;
import dev.grapevine.consensus.random.SharedRandomness;

/** What single compressors promise beyond the laws. */
class CompressorsTest {

    @Test
    void compressorsAreFoundByTheirNames() {
        for (String name : Compressors.EXAMPLES) {
            assertThat(Compressors.byName(name).name()).isEqualTo(name);
            assertThat(Compressors.scalarByName(name).name()).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "int5", "topk", "topk:", "topk:0", "topk:1.5", "topk:NaN", "qsgd:0", "qsgd:99999",
            "powergossip:17", "dct:65", "dct:-1", "randomk:x", "sign:1", "bf16:"})
    void unknownNamesAreRefusedInASentence(String name) {
        assertThatThrownBy(() -> Compressors.byName(name)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed");
    }

    @Test
    void theCosineTransformIsOrthonormal() {
        CosineTransform transform = new CosineTransform(BlockKernels.scalar());
        float[][] columns = new float[64][64];
        for (int i = 0; i < 64; i++) {
            float[] unit = new float[64];
            unit[i] = 1;
            transform.forward(unit, 0, 64, columns[i]);
            float[] back = new float[64];
            transform.inverse(columns[i], back);
            for (int k = 0; k < 64; k++) {
                assertThat((double) back[k]).isCloseTo(unit[k], Offset.offset(1e-6));
            }
        }
        for (int a = 0; a < 64; a++) {
            for (int b = 0; b < 64; b++) {
                double product = 0;
                for (int k = 0; k < 64; k++) {
                    product += (double) columns[a][k] * columns[b][k];
                }
                assertThat(product).isCloseTo(a == b ? 1 : 0, Offset.offset(1e-6));
            }
        }
    }

    @Test
    void sparseVectorsTakeFewBytes() {
        // Of 40.96 values sixteen bits each, and of their indices what their entropy is, about 8.1 bits each.
        assertThat(bytes("topk:0.01", 4096)).isBetween(41 * 2 + 38, 41 * 2 + 48);
        assertThat(bytes("randomk:0.01", 4096)).isEqualTo(41 * 4);
        assertThat(bytes("sign", 4096)).isEqualTo(4 + 512);
        assertThat(bytes("int4", 4096)).isEqualTo(2048 + 64 * 4);
        assertThat(bytes("qsgd:64", 4096)).as("as many levels as √d: about 2.8 bits a value").isLessThan(4096 * 3 / 8);
    }

    private static int bytes(String name, int length) {
        return CompressorLaws.Encoded.of(Compressors.byName(name), Vectors.normal(length, 6), 1).bytes();
    }

    @Test
    void aSliceStartsAnywhere() {
        Set<Integer> starts = new HashSet<>();
        for (int seed = 0; seed < 2000; seed++) {
            starts.add(SharedRandomness.below(100, seed));
        }
        assertThat(starts).hasSize(100).allMatch(start -> start >= 0 && start < 100);
    }

    @Test
    void lowRankIsReadNearlyWhole() {
        float[] ofRankTwo = new float[64 * 30];
        for (int i = 0; i < ofRankTwo.length; i++) {
            ofRankTwo[i] = (i / 64) * (i % 64) * 0.01f + (i / 64 % 3) * (i % 64 % 7);
        }
        float[] read = CompressorLaws.Encoded.of(Compressors.byName("powergossip:2"), ofRankTwo, 9).announced();
        assertThat(CompressorLaws.squaredDistance(read, ofRankTwo))
                .isLessThan(1e-9 * CompressorLaws.squares(ofRankTwo));
    }
}
