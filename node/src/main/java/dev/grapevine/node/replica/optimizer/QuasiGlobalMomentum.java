package dev.grapevine.node.replica.optimizer;

import java.util.Arrays;

import dev.grapevine.node.replica.kernel.QuasiGlobalKernel;

/**
 * Quasi-global momentum (Lin et al. 2021, "Quasi-global momentum: accelerating decentralized deep learning on
 * heterogeneous data", algorithm 1). The buffer {@code m} follows the replica's change from the start of one round to
 * the start of the next, merges included, instead of this node's gradients; so it points in the common direction of all
 * nodes:
 *
 * <pre>
 * local step: w = w − η·(g + μ·m)
 * next round: m = μ·m + (1 − μ)·(start of the last round − start of this one) / (sum of its steps' η)
 * </pre>
 */
public final class QuasiGlobalMomentum implements Optimizer {

    private final float learningRate;
    private final float momentum;
    private final float weightDecay;
    private final float[] buffer;
    private final float[] previousStart;
    /** Sum of the learning rates of the steps since {@link #previousStart}; 0 if there is none. */
    private final float[] travelled = new float[1];

    public QuasiGlobalMomentum(int parameters, float learningRate, float momentum, float weightDecay) {
        this.learningRate = learningRate;
        this.momentum = momentum;
        this.weightDecay = weightDecay;
        this.buffer = new float[parameters];
        this.previousStart = new float[parameters];
    }

    @Override
    public void startRound(float[] start) {
        if (travelled[0] > 0) {
            QuasiGlobalKernel.follow(buffer, previousStart, start, momentum, (1 - momentum) / travelled[0]);
            travelled[0] = 0;
        } else {
            System.arraycopy(start, 0, previousStart, 0, previousStart.length);
        }
    }

    @Override
    public void step(float[] parameters, float[] gradient, double rateFactor) {
        float rate = (float) (learningRate * rateFactor);
        QuasiGlobalKernel.update(parameters, gradient, buffer, rate, momentum, weightDecay);
        travelled[0] += rate;
    }

    @Override
    public String kind() {
        return "qgm";
    }

    @Override
    public float[] state() {
        return Buffers.joined(buffer, previousStart, travelled);
    }

    @Override
    public void restore(float[] state) {
        Buffers.split(state, buffer, previousStart, travelled);
    }

    @Override
    public void reset() {
        Arrays.fill(buffer, 0);
        travelled[0] = 0;
    }
}
