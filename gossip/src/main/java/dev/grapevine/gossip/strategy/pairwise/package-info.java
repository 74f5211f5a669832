/**
 * The strategy {@code pairwise}: exchanges in which two nodes move by exact negatives of each other. It never moves one
 * side twice for one transfer, whatever is lost, duplicated or late. Start reading at {@link PairwiseStrategy}.
 */
package dev.grapevine.gossip.strategy.pairwise;
