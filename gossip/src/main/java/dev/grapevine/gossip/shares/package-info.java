/**
 * The exchange of class shares, for overlays that choose peers by them. It never chooses a peer. Start reading at
 * {@link ClassShareGossip}.
 */
package dev.grapevine.gossip.shares;
