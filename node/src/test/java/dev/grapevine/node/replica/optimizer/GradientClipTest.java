package dev.grapevine.node.replica.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Long gradients become shorter and keep their direction; short ones are unchanged. */
class GradientClipTest {

    private static float[] clipped(double most, float... gradient) {
        GradientClip.apply(gradient, most);
        return gradient;
    }

    @Test
    void longGradientIsScaledToMaximumNorm() {
        assertThat(clipped(2.5, 3, 0, -4)).containsExactly(1.5f, 0, -2);
        assertThat(clipped(1e-3, 3, 4)).containsExactly(new float[]{6e-4f, 8e-4f}, Offset.offset(1e-9f));
    }

    @Test
    void shortGradientIsUnchanged() {
        assertThat(clipped(5, 3, -4)).containsExactly(3, -4);
        assertThat(clipped(5.5, 3, -4)).containsExactly(3, -4);
        assertThat(clipped(1, 0, 0)).containsExactly(0, 0);
    }

    @Test
    void zeroMeansNoLimit() {
        assertThat(clipped(0, 3e20f, -4)).containsExactly(3e20f, -4);
    }

    @Test
    void nonFiniteGradientIsUnchanged() {
        assertThat(clipped(1, Float.NaN, 1)).containsExactly(Float.NaN, 1);
        assertThat(clipped(1, Float.POSITIVE_INFINITY, 1)).containsExactly(Float.POSITIVE_INFINITY, 1);
        assertThat(clipped(1, 1e38f, 1e38f)).containsExactly(1e38f, 1e38f);
    }
}
