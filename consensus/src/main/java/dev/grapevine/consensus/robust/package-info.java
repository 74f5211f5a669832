/**
 * Aggregators that make one replica of several and bear some that lie. They never keep the mean of all replicas; {@code
 * mixing} does. Start reading at {@link Aggregator}.
 */
package dev.grapevine.consensus.robust;
