package dev.grapevine.gossip.effect;

import dev.grapevine.gossip.peers.PeerId;

/**
 * Sums over a peer's data, sent before there is a run.
 *
 * @param sums as received: the receiver of the effect checks them
 */
public record PeerSums(PeerId peer, byte[] sums) {}
