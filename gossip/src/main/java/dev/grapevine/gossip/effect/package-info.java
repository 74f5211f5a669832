/**
 * Everything that the protocol asks of its driver, and the facts that it reports. Effects are values: nothing here is
 * performed. Start reading at {@link Effect}.
 */
package dev.grapevine.gossip.effect;
