/**
 * Threads that compute rounds and evaluations of simulated nodes. They change how long a simulation takes, never its
 * result. Start reading at {@link RoundPool}.
 */
package dev.grapevine.sim.compute;
