package dev.grapevine.consensus.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class KernelsTest {

    private static final Kernels SCALAR = new ScalarKernels();
    private static final Kernels PANAMA = new PanamaKernels();
    private static final List<Kernels> BOTH = List.of(SCALAR, PANAMA);
    private static final List<KernelRun> RUNS = KernelRun.ALL;

    static Stream<Arguments> runsAndContents() {
        return RUNS.stream()
                .flatMap(run -> Stream.of(KernelInput.Content.values()).map(content -> Arguments.of(run, content)));
    }

    @ParameterizedTest
    @MethodSource("runsAndContents")
    void panamaGivesTheBitsOfItsScalarTwin(KernelRun run, KernelInput.Content content) {
        assertThat(firstInputThatTellsApart(run, content, SCALAR, PANAMA)).isEmpty();
    }

    @Test
    void theComparisonSeesOneRoundingLess() {
        assertThat(firstInputThatTellsApart(run("axpy"), KernelInput.Content.ORDINARY, SCALAR,
                BrokenKernels.fusing())).isNotEmpty();
    }

    @Test
    void theComparisonSeesAWriteBehindTheSlice() {
        assertThat(firstInputThatTellsApart(run("axpy"), KernelInput.Content.ORDINARY, SCALAR,
                BrokenKernels.overshooting())).isNotEmpty();
    }

    @ParameterizedTest
    @FieldSource("RUNS")
    void indexesOutsideAnArrayAreRefused(KernelRun run) {
        KernelInput input = KernelInput.random(KernelInput.Content.ORDINARY, 20, 3, 3, 1);
        for (Kernels kernels : BOTH) {
            for (KernelInput outside : List.of(input.withOffsets(-1, -1), input.withOffsets(13, 13),
                    input.withOffsets(Integer.MAX_VALUE, Integer.MAX_VALUE), input.withLength(-1),
                    input.withLength(Integer.MAX_VALUE), input.withLength(30))) {
                KernelInput copy = outside.copy();
                assertThatThrownBy(() -> run.body().call(kernels, copy)).as("%s with %s", kernels.getClass(), outside)
                        .isInstanceOf(IndexOutOfBoundsException.class);
                assertThat(copy.a()).containsExactly(input.a());
                assertThat(copy.b()).containsExactly(input.b());
                assertThat(copy.halves()).containsExactly(input.halves());
            }
        }
    }

    @ParameterizedTest
    @FieldSource("RUNS")
    void nothingOutsideTheSliceIsWritten(KernelRun run) {
        for (int length : KernelInput.EDGE_LENGTHS) {
            KernelInput input = KernelInput.random(KernelInput.Content.ORDINARY, length, 3, 5, length);
            for (Kernels kernels : BOTH) {
                assertThat(writesOutside(run, kernels, input)).as("%s, %s", kernels.getClass(), input).isFalse();
            }
        }
    }

    @Test
    void aWriteOutsideTheSliceIsNoticed() {
        KernelInput input = KernelInput.random(KernelInput.Content.ORDINARY, 9, 3, 5, 1);
        assertThat(writesOutside(run("axpy"), BrokenKernels.overshooting(), input)).isTrue();
    }

    private static boolean writesOutside(KernelRun run, Kernels kernels, KernelInput input) {
        KernelInput after = input.copy();
        run.body().call(kernels, after);
        // What is inside may have changed: put it back, and all has to be as it was.
        System.arraycopy(input.a(), input.aOffset(), after.a(), input.aOffset(), input.length());
        System.arraycopy(input.b(), input.bOffset(), after.b(), input.bOffset(), input.length());
        System.arraycopy(input.halves(), input.bOffset(), after.halves(), input.bOffset(), input.length());
        return !Arrays.equals(input.a(), after.a()) || !Arrays.equals(input.b(), after.b())
                || !Arrays.equals(input.halves(), after.halves())
                || !Arrays.equals(input.integers(), after.integers());
    }

    @Test
    void eachArrayIsCheckedByItself() {
        float[] shorter = new float[8];
        float[] longer = new float[16];
        for (Kernels kernels : BOTH) {
            assertOutOfBounds(() -> kernels.dot(shorter, 0, longer, 0, 9));
            assertOutOfBounds(() -> kernels.dot(longer, 0, shorter, 0, 9));
            assertOutOfBounds(() -> kernels.axpy(1, shorter, 0, longer, 0, 9));
            assertOutOfBounds(() -> kernels.axpy(1, longer, 0, shorter, 0, 9));
            assertOutOfBounds(() -> kernels.squaredDistance(shorter, 0, longer, 0, 9));
            assertOutOfBounds(() -> kernels.squaredDistance(longer, 0, shorter, 0, 9));
            assertOutOfBounds(() -> kernels.maxAbsoluteDifference(shorter, 0, longer, 0, 9));
            assertOutOfBounds(() -> kernels.maxAbsoluteDifference(longer, 0, shorter, 0, 9));
            assertOutOfBounds(() -> kernels.decayTowards(shorter, 0, 0.5f, longer, 0, 9));
            assertOutOfBounds(() -> kernels.decayTowards(longer, 0, 0.5f, shorter, 0, 9));
            assertOutOfBounds(() -> kernels.toBfloat16(shorter, 0, new short[16], 0, 9));
            assertOutOfBounds(() -> kernels.toBfloat16(longer, 0, new short[8], 0, 9));
            assertOutOfBounds(() -> kernels.fromBfloat16(new short[8], 0, longer, 0, 9));
            assertOutOfBounds(() -> kernels.fromBfloat16(new short[16], 0, shorter, 0, 9));
            assertOutOfBounds(() -> kernels.toFloats(new int[8], 0, 1, longer, 0, 9));
            assertOutOfBounds(() -> kernels.toFloats(new int[16], 0, 1, shorter, 0, 9));
        }
    }

    @Test
    void oneSliceMayBeBothArguments() {
        for (int length : KernelInput.EDGE_LENGTHS) {
            float[] values = KernelInput.random(KernelInput.Content.ORDINARY, length, 0, 0, length).a();
            float[] byScalar = values.clone();
            float[] byPanama = values.clone();
            SCALAR.axpy(0.3f, byScalar, 0, byScalar, 0, length);
            PANAMA.axpy(0.3f, byPanama, 0, byPanama, 0, length);
            SCALAR.decayTowards(byScalar, 0, 0.3f, byScalar, 0, length);
            PANAMA.decayTowards(byPanama, 0, 0.3f, byPanama, 0, length);
            assertThat(byPanama).containsExactly(byScalar);
            assertThat(PANAMA.dot(values, 0, values, 0, length)).isEqualTo(SCALAR.sumOfSquares(values, 0, length));
            assertThat(PANAMA.squaredDistance(values, 0, values, 0, length)).isZero();
            assertThat(PANAMA.maxAbsoluteDifference(values, 0, values, 0, length)).isZero();
        }
    }

    @Test
    void reductionsAreWhatTheirNamesSay() {
        for (Kernels kernels : BOTH) {
            float[] a = {9, 1, 2, 3};
            float[] b = {4, -5, 6};
            assertThat(kernels.dot(a, 1, b, 0, 3)).isEqualTo(4 - 10 + 18);
            assertThat(kernels.sumOfSquares(a, 1, 3)).isEqualTo(14);
            assertThat(kernels.squaredDistance(a, 1, b, 0, 3)).isEqualTo(9 + 49 + 9);
            assertThat(kernels.maxAbsoluteDifference(a, 1, b, 0, 3)).isEqualTo(7);
        }
    }

    @Test
    void reductionsAreCloseToThoseInDoubles() {
        KernelInput input = KernelInput.random(KernelInput.Content.ORDINARY, 4099, 0, 0, 5);
        double dot = 0;
        double squares = 0;
        double distance = 0;
        for (int i = 0; i < input.length(); i++) {
            double difference = (double) input.a()[i] - input.b()[i];
            dot += (double) input.a()[i] * input.b()[i];
            squares += (double) input.a()[i] * input.a()[i];
            distance += difference * difference;
        }
        assertThat(SCALAR.dot(input.a(), 0, input.b(), 0, input.length())).isEqualTo(dot, within(1e-4));
        assertThat(SCALAR.sumOfSquares(input.a(), 0, input.length())).isEqualTo(squares, within(1e-3));
        assertThat(SCALAR.squaredDistance(input.a(), 0, input.b(), 0, input.length())).isEqualTo(distance,
                within(1e-3));
    }

    @Test
    void notANumberNeverWinsTheMaximum() {
        float[] a = new float[100];
        Arrays.fill(a, Float.NaN);
        float[] b = new float[100];
        for (Kernels kernels : BOTH) {
            assertThat(kernels.maxAbsoluteDifference(a, 0, b, 0, 100)).isZero();
            a[70] = -3;
            assertThat(kernels.maxAbsoluteDifference(a, 0, b, 0, 100)).isEqualTo(3);
            a[70] = Float.NaN;
        }
    }

    @Test
    void elementwiseKernelsAreWhatTheirNamesSay() {
        for (Kernels kernels : BOTH) {
            float[] x = {1, 2, 3};
            float[] y = {10, 20, 30};
            kernels.axpy(2, x, 1, y, 0, 2);
            assertThat(y).containsExactly(14, 26, 30);
            kernels.scale(-1, y, 2, 1);
            assertThat(y).containsExactly(14, 26, -30);
            kernels.decayTowards(x, 0, 0.75f, y, 0, 1);
            assertThat(y).containsExactly(10.75f, 26, -30);
            kernels.toFloats(new int[]{0, 3, -8}, 1, 0.25f, y, 0, 2);
            assertThat(y).containsExactly(0.75f, -2, -30);
        }
    }

    private static void assertOutOfBounds(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static List<KernelInput> firstInputThatTellsApart(KernelRun run, KernelInput.Content content, Kernels one,
            Kernels other) {
        return Arrays.stream(KernelInput.EDGE_LENGTHS).boxed()
                .flatMap(length -> Stream.of(KernelInput.random(content, length, 0, 0, 1 + length),
                        KernelInput.random(content, length, 1, 3, 2 + length),
                        KernelInput.random(content, length, 7, 2, 3 + length)))
                .filter(input -> !run.sameBits(one, other, input)).limit(1).toList();
    }

    private static KernelRun run(String name) {
        return RUNS.stream().filter(run -> run.name().equals(name)).findFirst().orElseThrow();
    }
}
