/**
 * Random scenarios, and the smallest scenario that still fails in the same way. All draws come from a seed; no
 * scenario is ever changed in place. Start reading at {@link Exploration}, then {@link Minimizer}.
 */
package dev.grapevine.sim.explore;
