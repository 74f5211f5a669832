/**
 * A node's records of its peers: alive, at rest, ignored, in another run. It chooses no peer. Start reading at
 * {@link Neighbourhood}.
 */
package dev.grapevine.gossip.neighbourhood;
