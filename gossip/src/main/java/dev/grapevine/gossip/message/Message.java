package dev.grapevine.gossip.message;

/**
 * A message from one peer to another; {@code PROTOCOL.md} gives the rules. Each type declares whether it is about a
 * block, since a block's number has to be checked before it is looked up.
 */
public sealed interface Message permits BlockMessage, PlainMessage {

    /** The priority in the send queue of a node with a bandwidth limit. */
    Priority priority();
}
