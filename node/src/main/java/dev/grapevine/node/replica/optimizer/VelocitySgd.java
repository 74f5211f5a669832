package dev.grapevine.node.replica.optimizer;

import java.util.Arrays;

/** Stochastic gradient descent with a velocity per parameter; subclasses define the update rule. */
abstract sealed class VelocitySgd implements Optimizer permits MomentumSgd, NesterovSgd {

    private final float learningRate;
    private final float momentum;
    private final float weightDecay;
    private final float[] velocity;

    VelocitySgd(int parameters, float learningRate, float momentum, float weightDecay) {
        this.learningRate = learningRate;
        this.momentum = momentum;
        this.weightDecay = weightDecay;
        this.velocity = new float[parameters];
    }

    /** One step, in place. */
    abstract void update(float[] parameters, float[] gradient, float[] velocity, float rate, float momentum,
            float weightDecay);

    @Override
    public final void step(float[] parameters, float[] gradient, double rateFactor) {
        update(parameters, gradient, velocity, (float) (learningRate * rateFactor), momentum, weightDecay);
    }

    @Override
    public final float[] state() {
        return velocity.clone();
    }

    @Override
    public final void restore(float[] state) {
        Buffers.split(state, velocity);
    }

    @Override
    public final void reset() {
        Arrays.fill(velocity, 0);
    }
}
