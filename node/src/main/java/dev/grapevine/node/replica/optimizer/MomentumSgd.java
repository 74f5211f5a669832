package dev.grapevine.node.replica.optimizer;

import java.util.Arrays;

import dev.grapevine.node.replica.kernel.MomentumKernel;

/**
 * Stochastic gradient descent with heavy-ball momentum: {@code v = μ·v + g; w = w − η·v}. Plain stochastic gradient
 * descent where μ is 0.
 */
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
    public void step(float[] parameters, float[] gradient, double rateFactor) {
        float rate = (float) (learningRate * rateFactor);
        MomentumKernel.update(parameters, gradient, velocity, rate, momentum, weightDecay);
    }

    @Override
    public String kind() {
        return "sgd";
    }

    @Override
    public float[] state() {
        return velocity.clone();
    }

    @Override
    public void restore(float[] state) {
        Buffers.split(state, velocity);
    }

    @Override
    public void reset() {
        Arrays.fill(velocity, 0);
    }
}
