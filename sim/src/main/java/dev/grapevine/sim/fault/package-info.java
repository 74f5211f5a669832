/**
 * Faults over time: when each begins and ends, and its effect on nodes and links. The schedule is the same for
 * simulated nodes and for real processes, and never reads a clock. Start reading at {@link FaultSchedule}.
 */
package dev.grapevine.sim.fault;
