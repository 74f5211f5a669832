/**
 * Learning on one node: data, models, training. Independent of runs, peers, sockets and clocks, and starts no threads.
 * Start reading at {@link dev.grapevine.node.replica.training.LocalTrainer}.
 */
package dev.grapevine.node.replica;
