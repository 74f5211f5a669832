/**
 * Journals of real nodes, replayed step by step against the same protocol. A replay sends nothing and writes nothing.
 * Start reading at {@link Replay}.
 */
package dev.grapevine.sim.replay;
