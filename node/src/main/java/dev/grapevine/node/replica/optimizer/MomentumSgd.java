package dev.grapevine.node.replica.optimizer;

import dev.grapevine.node.replica.kernel.MomentumKernel;

/**
 * Stochastic gradient descent with heavy-ball momentum (B. T. Polyak, 1964): {@code v = μ·v + g; w = w − η·v}. Plain
 * stochastic gradient descent if μ is 0.
 */
public final class MomentumSgd extends VelocitySgd {

    public MomentumSgd(int parameters, float learningRate, float momentum, float weightDecay) {
        super(parameters, learningRate, momentum, weightDecay);
    }

    @Override
    void update(float[] parameters, float[] gradient, float[] velocity, float rate, float momentum,
            float weightDecay) {
        MomentumKernel.update(parameters, gradient, velocity, rate, momentum, weightDecay);
    }

    @Override
    public String kind() {
        return "sgd";
    }
}
