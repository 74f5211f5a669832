/**
 * Losses: the numbers that training makes small, and their gradients. Never knows of layers. Start reading at
 * {@link dev.grapevine.node.replica.loss.Loss}.
 */
package dev.grapevine.node.replica.loss;
