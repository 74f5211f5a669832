/**
 * Limits on how often and how much: bandwidth, tokens, training ahead of exchanges, staleness, answers to costly
 * requests. Nothing here knows the peers' replicas. Start reading at {@link Pacer}.
 */
package dev.grapevine.gossip.pace;
