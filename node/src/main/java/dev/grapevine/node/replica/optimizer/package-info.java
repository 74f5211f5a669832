/**
 * How gradients become steps, and by what schedule. Never computes a gradient. Start reading at
 * {@link dev.grapevine.node.replica.optimizer.Optimizer}.
 */
package dev.grapevine.node.replica.optimizer;
