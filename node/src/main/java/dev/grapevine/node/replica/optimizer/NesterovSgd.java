package dev.grapevine.node.replica.optimizer;

import dev.grapevine.node.replica.kernel.NesterovKernel;

/**
 * Stochastic gradient descent with Nesterov momentum, with the gradient at the current parameters (Sutskever et al.
 * 2013, rewritten for the look-ahead parameters): {@code v = μ·v + g; w = w − η·(g + μ·v)}.
 */
public final class NesterovSgd extends VelocitySgd {

    public NesterovSgd(int parameters, float learningRate, float momentum, float weightDecay) {
        super(parameters, learningRate, momentum, weightDecay);
    }

    @Override
    void update(float[] parameters, float[] gradient, float[] velocity, float rate, float momentum,
            float weightDecay) {
        NesterovKernel.update(parameters, gradient, velocity, rate, momentum, weightDecay);
    }

    @Override
    public String kind() {
        return "nesterov";
    }
}
