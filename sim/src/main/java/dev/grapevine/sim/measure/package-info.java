/**
 * Measures over a run that belong to no single node: exchanges by pair, use of time, the bottleneck. Nothing here
 * influences a run. Start reading at {@link TimeBreakdown}.
 */
package dev.grapevine.sim.measure;
