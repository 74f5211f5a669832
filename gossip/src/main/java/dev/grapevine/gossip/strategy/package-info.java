/**
 * The interface of a strategy, by which replicas come to agree. It never chooses peers or times. Start reading at
 * {@link Strategy}.
 */
package dev.grapevine.gossip.strategy;
