package dev.grapevine.node.replica.optimizer;

import java.util.Arrays;

import dev.grapevine.node.replica.kernel.MomentumKernel;

/** Stochastic gradient descent with heavy-ball momentum: {@code v = μ·v + g; w = w − η·v}. */
public final class MomentumSgd implements Optimizer {

    private final float learningRate;
    private final float momentum;
    private final float weightDecay;
    private final float[] velocity;

    public MomentumSgd(int parameters, float learningRate, float momentum, float weightDecay) {
        this.learningRate = learningRate;
        this.momentum = momentum;
        this.weightDecay = weightDecay;
        this.velocity = new float[parameters];
    }

    @Override
    public void step(float[] parameters, float[] gradient) {
        MomentumKernel.update(parameters, gradient, velocity, learningRate, momentum, weightDecay);
    }

    @Override
    public float[] state() {
        return velocity;
    }

    @Override
    public void restore(float[] state) {
        System.arraycopy(state, 0, velocity, 0, velocity.length);
    }

    @Override
    public void reset() {
        Arrays.fill(velocity, 0);
    }
}
