/**
 * Identities, incarnations, and the choice of peers to exchange with. Nothing here sends a message. Start reading at
 * {@link PeerChoice}.
 */
package dev.grapevine.gossip.peers;
