/**
 * Virtual time: the queue of events and the clocks of devices, which may run fast or slow. Real time never enters.
 * Start reading at {@link EventQueue}.
 */
package dev.grapevine.sim.time;
