/**
 * Loss functions, which training minimises, and their gradients. Independent of layers. Start reading at
 * {@link dev.grapevine.node.replica.loss.Loss}.
 */
package dev.grapevine.node.replica.loss;
