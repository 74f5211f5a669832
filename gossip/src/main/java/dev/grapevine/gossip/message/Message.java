package dev.grapevine.gossip.message;

/**
 * What a peer says to another; {@code PROTOCOL.md} gives the rules. Each message says whether it is about a block, since a
 * block's number has to be checked before anybody looks it up: whoever writes a new message has to choose.
 */
public sealed interface Message permits BlockMessage, PlainMessage {

    /** When it is sent where sending is limited. */
    Priority priority();
}
