/**
 * The terms that the nodes of a run agree on, and the identity of a run. Nothing here decides which run a node joins.
 * Start reading at {@link Charter}.
 */
package dev.grapevine.gossip.charter;
