/**
 * Exchanges between neighbours that stay: both ends remember a reference of either replica and send compressed changes
 * (CHOCO-Gossip). It never serves nodes that meet at random; {@code coding.peer} does. Start reading at {@link
 * LinkCoding}.
 */
package dev.grapevine.consensus.link;
