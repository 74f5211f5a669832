/**
 * The simulated network: latency, bandwidth, loss, duplicates, reordering, partitions. It decides when a frame arrives
 * and never looks into one. Start reading at {@link SimulatedNetwork}.
 */
package dev.grapevine.sim.network;
