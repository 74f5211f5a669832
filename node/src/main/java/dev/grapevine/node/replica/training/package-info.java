/**
 * Local rounds of training steps on a node's own rows, and evaluation. Independent of peers and of time. Start reading
 * at {@link dev.grapevine.node.replica.training.LocalTrainer}.
 */
package dev.grapevine.node.replica.training;
