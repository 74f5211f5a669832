package dev.grapevine.consensus.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Bfloat16RoundingTest {

    private static final int[] LOWER_HALVES = {0, 1, 2, 0x7ffe, 0x7fff, 0x8000, 0x8001, 0xc000, 0xfffe, 0xffff};
    private static final int UPPER_HALVES = 1 << 16;

    @Test
    void everyUpperHalfIsRoundedToTheNearestWithTiesToEven() {
        float[] values = new float[UPPER_HALVES];
        short[] rounded = new short[UPPER_HALVES];
        for (Kernels kernels : new Kernels[]{new ScalarKernels(), new PanamaKernels()}) {
            for (int lower : LOWER_HALVES) {
                for (int upper = 0; upper < UPPER_HALVES; upper++) {
                    values[upper] = Float.intBitsToFloat(upper << 16 | lower);
                }
                kernels.toBfloat16(values, 0, rounded, 0, UPPER_HALVES);
                for (int upper = 0; upper < UPPER_HALVES; upper++) {
                    if (!isRight(values[upper], rounded[upper])) {
                        assertThat(rounded[upper]).as("%s rounded by %s", values[upper], kernels.getClass())
                                .isEqualTo(nearest(values[upper]));
                    }
                }
            }
        }
    }

    @Test
    void oracleDistinguishesTruncationFromRounding() {
        assertThat(nearest(Float.intBitsToFloat(0x3f80_8000))).isEqualTo((short) 0x3f80);
        assertThat(nearest(Float.intBitsToFloat(0x3f81_8000))).isEqualTo((short) 0x3f82);
        assertThat(nearest(Float.intBitsToFloat(0x3f80_8001))).isEqualTo((short) 0x3f81);
        assertThat(nearest(-Float.MAX_VALUE)).isEqualTo((short) 0xff80);
    }

    private static boolean isRight(float value, short rounded) {
        return Float.isNaN(value) ? Float.isNaN(widen(rounded & 0xffff)) : rounded == nearest(value);
    }

    /** By comparing the distances to the two neighbours, all exact in doubles. */
    private static short nearest(float value) {
        int towardsZero = Float.floatToRawIntBits(value) >>> 16;
        double distance = Math.abs((double) value - widen(towardsZero));
        if (distance == 0 || Float.isInfinite(value)) {
            return (short) towardsZero;
        }
        int awayFromZero = towardsZero + 1;
        float beyond = widen(awayFromZero);
        // What would come after the largest finite number, were there no infinity, decides what rounds to infinity.
        double farther = Float.isInfinite(beyond) ? Math.copySign(0x1p128, beyond) : beyond;
        double otherDistance = Math.abs(farther - value);
        boolean isEven = (towardsZero & 1) == 0;
        return (short) (distance < otherDistance || (distance == otherDistance && isEven)
                ? towardsZero
                : awayFromZero);
    }

    private static float widen(int half) {
        return Float.intBitsToFloat(half << 16);
    }
}
