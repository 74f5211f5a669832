package dev.grapevine.node.replica.optimizer;

import java.util.Arrays;

import dev.grapevine.node.replica.kernel.AdamKernel;

/**
 * Adam with decoupled weight decay (Kingma and Ba 2015, algorithm 1; Loshchilov and Hutter 2019, algorithm 2): steps
 * along a running mean of the gradients divided by the root of a running mean of their squares, both bias-corrected.
 * Weight decay shrinks parameters directly, by learning rate times decay.
 */
public final class AdamW implements Optimizer {

    /** Largest step count that a float holds exactly; the bias corrections are 1 long before. */
    private static final float MAX_STEPS = 1 << 24;

    private final float learningRate;
    private final float beta1;
    private final float beta2;
    private final float weightDecay;
    private final float[] first;
    private final float[] second;
    /** Steps since the moments were 0, as a float so that it is part of the state array. */
    private final float[] steps = new float[1];

    /**
     * @param beta1 decay of the mean of gradients
     * @param beta2 decay of the mean of their squares
     */
    public AdamW(int parameters, float learningRate, float beta1, float beta2, float weightDecay) {
        this.learningRate = learningRate;
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.weightDecay = weightDecay;
        this.first = new float[parameters];
        this.second = new float[parameters];
    }

    @Override
    public void step(float[] parameters, float[] gradient, double rateFactor) {
        steps[0] = Math.min(steps[0] + 1, MAX_STEPS);
        double rate = learningRate * rateFactor;
        AdamKernel.update(parameters, gradient, first, second, new AdamKernel.Factors(beta1, 1 - beta1, beta2, 1
                - beta2, (float) (rate / (1 - StrictMath.pow(beta1, steps[0]))),
                (float) (1 / (1 - StrictMath.pow(beta2, steps[0]))), (float) (rate * weightDecay)));
    }

    @Override
    public String kind() {
        return "adamw";
    }

    @Override
    public float[] state() {
        return Buffers.joined(first, second, steps);
    }

    @Override
    public void restore(float[] state) {
        Buffers.split(state, first, second, steps);
    }

    @Override
    public void reset() {
        Arrays.fill(first, 0);
        Arrays.fill(second, 0);
        steps[0] = 0;
    }
}
