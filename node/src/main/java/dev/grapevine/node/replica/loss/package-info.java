/**
 * What is made small, and its gradient. Never knows of layers. Start reading at
 * {@link dev.grapevine.node.replica.loss.Loss}.
 */
package dev.grapevine.node.replica.loss;
