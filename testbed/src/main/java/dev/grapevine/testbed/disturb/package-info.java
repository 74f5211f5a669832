/**
 * Faults of a scenario, applied to real processes with signals and proxies. It never draws faults of its own; the
 * schedule is the simulator's. Start reading at {@link Disturber}.
 */
package dev.grapevine.testbed.disturb;
