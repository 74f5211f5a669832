/**
 * Traces of runs as text files, and the first step in which two of them differ. Start reading at {@link TraceFile}.
 */
package dev.grapevine.sim.trace;
