/**
 * The step function of one node: it routes events, runs training rounds, starts exchanges and saves snapshots. It reads
 * no clock, starts no thread, does no I/O and draws no randomness of its own. Start reading at {@link PeerProtocol}.
 */
package dev.grapevine.gossip.core;
