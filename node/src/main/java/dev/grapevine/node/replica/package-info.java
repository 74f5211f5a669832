/**
 * The learning of one node, without anything around it: data, model, training. Never knows of runs, peers, sockets or
 * clocks, and starts no threads. Start reading at {@link dev.grapevine.node.replica.training.LocalTrainer}.
 */
package dev.grapevine.node.replica;
