package dev.grapevine.node.replica.optimizer;

/**
 * What an optimizer is made from.
 *
 * @param parameters   how many the model has
 * @param learningRate size of a step, before a schedule
 * @param momentum     how much of the last step goes into the next; the decay of the first moment of Adam
 * @param beta2        the decay of the second moment of Adam
 * @param weightDecay  pull of every parameter towards 0
 */
public record OptimizerSettings(int parameters, float learningRate, float momentum, float beta2, float weightDecay) {}
