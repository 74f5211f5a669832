package dev.grapevine.node.replica.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Momentum accumulates over steps, and can be saved, restored and reset. */
class MomentumSgdTest {

    private static final float[] GRADIENT = {1, -2};

    @Test
    void velocityAccumulates() {
        MomentumSgd optimizer = new MomentumSgd(2, 0.5f, 0.5f, 0);
        float[] parameters = {0, 0};
        optimizer.step(parameters, GRADIENT, 1);
        assertThat(parameters).containsExactly(-0.5f, 1);
        optimizer.step(parameters, GRADIENT, 1);
        assertThat(parameters).containsExactly(-1.25f, 2.5f);
        assertThat(optimizer.state()).containsExactly(1.5f, -3);
    }

    @Test
    void weightDecayPullsTowardsZero() {
        MomentumSgd optimizer = new MomentumSgd(1, 0.5f, 0, 0.25f);
        float[] parameters = {8};
        optimizer.step(parameters, new float[]{0}, 1);
        assertThat(parameters).containsExactly(7);
    }

    @Test
    void restoredStateContinuesAndResetStartsAfresh() {
        MomentumSgd optimizer = new MomentumSgd(2, 0.5f, 0.5f, 0);
        optimizer.step(new float[2], GRADIENT, 1);
        float[] saved = optimizer.state();
        MomentumSgd restored = new MomentumSgd(2, 0.5f, 0.5f, 0);
        restored.restore(saved);
        float[] here = new float[2];
        float[] there = new float[2];
        optimizer.step(here, GRADIENT, 1);
        restored.step(there, GRADIENT, 1);
        assertThat(there).isEqualTo(here).containsExactly(-0.75f, 1.5f);
        restored.reset();
        assertThat(restored.state()).containsOnly(0);
    }
}
