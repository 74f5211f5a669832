/**
 * The replica of a node and every way to change it, with the accounts of each change. Nothing here knows a peer. Start
 * reading at {@link Replica}.
 */
package dev.grapevine.gossip.replica;
