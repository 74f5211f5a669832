/**
 * The simulated world: nodes with the real protocol, and a loop that performs their effects in virtual time. Nothing
 * here opens a socket or a file, or reads a clock; the same scenario gives the same trace hash on every machine. Start
 * reading at {@link World}; each of its parts, such as {@link FrameTravel}, {@link LocalRounds} and {@link
 * StepChecker}, can be read alone.
 */
package dev.grapevine.sim.world;
