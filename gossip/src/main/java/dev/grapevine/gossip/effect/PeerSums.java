package dev.grapevine.gossip.effect;

import dev.grapevine.gossip.peers.PeerId;

/**
 * What a peer tells of its data before there is a run.
 *
 * @param sums as they came: whether they mean anything is for the receiver of the effect to find out
 */
public record PeerSums(PeerId peer, byte[] sums) {}
