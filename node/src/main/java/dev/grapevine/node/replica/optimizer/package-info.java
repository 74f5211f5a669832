/**
 * Optimizers, which turn gradients into steps, and learning rate schedules. Computes no gradients. Start reading at
 * {@link dev.grapevine.node.replica.optimizer.Optimizer}.
 */
package dev.grapevine.node.replica.optimizer;
