package dev.grapevine.node.replica.optimizer;

import java.util.Arrays;

import dev.grapevine.node.replica.kernel.NesterovKernel;

/**
 * Stochastic gradient descent with Nesterov's momentum, the gradient taken at the present parameters (Sutskever et al.
 * 2013, rewritten for the parameters ahead): {@code v = μ·v + g; w = w − η·(g + μ·v)}.
 */
public final class NesterovSgd implements Optimizer {

    private final float learningRate;
    private final float momentum;
    private final float weightDecay;
    private final float[] velocity;

    public NesterovSgd(int parameters, float learningRate, float momentum, float weightDecay) {
        this.learningRate = learningRate;
        this.momentum = momentum;
        this.weightDecay = weightDecay;
        this.velocity = new float[parameters];
    }

    @Override
    public void step(float[] parameters, float[] gradient, double rateFactor) {
        float rate = (float) (learningRate * rateFactor);
        NesterovKernel.update(parameters, gradient, velocity, rate, momentum, weightDecay);
    }

    @Override
    public String kind() {
        return "nesterov";
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
