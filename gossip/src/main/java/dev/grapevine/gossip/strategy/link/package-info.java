/**
 * The strategy {@code choco}: exchanges between neighbours with a memory of each link. It has no messages of its own,
 * but those of {@link dev.grapevine.gossip.strategy.pairwise}. Start reading at {@link Links}.
 */
package dev.grapevine.gossip.strategy.link;
