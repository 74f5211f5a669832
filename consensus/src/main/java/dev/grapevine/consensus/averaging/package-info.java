/**
 * A laboratory for agreement: replicas that exchange and never train, round after round, with the mean checked exactly.
 * It never runs in a node; benchmarks and tests use it. Start reading at {@link Averaging}.
 */
package dev.grapevine.consensus.averaging;
