/**
 * Centralized ways to train the same model on the same data, in the weather of the same scenario: a parameter server,
 * federated averaging, a ring all-reduce, one device. They share no code with the protocol and never change its run.
 * Start reading at {@link Baseline}.
 */
package dev.grapevine.sim.baseline;
