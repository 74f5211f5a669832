package dev.grapevine.consensus.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class KernelsProperties {

    private static final Kernels SCALAR = new ScalarKernels();
    private static final Kernels PANAMA = new PanamaKernels();

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void panamaGivesTheBitsOfItsScalarTwin(@ForAll("runs") KernelRun run, @ForAll KernelInput.Content content,
            @ForAll @IntRange(max = 300) int length, @ForAll @IntRange(max = 20) int aOffset,
            @ForAll @IntRange(max = 20) int bOffset, @ForAll long seed) {
        KernelInput input = KernelInput.random(content, length, aOffset, bOffset, seed);
        assertThat(run.bits(PANAMA, input)).containsExactly(run.bits(SCALAR, input));
    }

    @Property
    void bfloat16SurvivesTheWayThroughFloats(@ForAll @IntRange(max = 0xffff) int bits) {
        short half = (short) bits;
        float[] wide = new float[1];
        short[] back = new short[1];
        SCALAR.fromBfloat16(new short[]{half}, 0, wide, 0, 1);
        SCALAR.toBfloat16(wide, 0, back, 0, 1);
        assertThat(back[0]).isEqualTo(Float.isNaN(wide[0]) ? (short) (half | 0x40) : half);
    }

    @Provide
    Arbitrary<KernelRun> runs() {
        return Arbitraries.of(KernelRun.ALL);
    }
}
