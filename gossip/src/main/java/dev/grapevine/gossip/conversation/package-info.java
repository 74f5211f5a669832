/**
 * The open conversations of a node: routing of messages and timers, reservation of blocks, bounds on remembered peers,
 * and waits for answers. Nothing here knows the contents of a message. Start reading at {@link Conversations}.
 */
package dev.grapevine.gossip.conversation;
