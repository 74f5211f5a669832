package dev.grapevine.node.replica.optimizer;

/**
 * Hyperparameters of an optimizer.
 *
 * @param parameters   number of the model's parameters
 * @param learningRate step size, before a schedule
 * @param momentum     share of the last step in the next; for Adam the decay of the first moment
 * @param beta2        decay of the second moment of Adam
 * @param weightDecay  pull of every parameter towards 0
 */
public record OptimizerSettings(int parameters, float learningRate, float momentum, float beta2, float weightDecay) {}
