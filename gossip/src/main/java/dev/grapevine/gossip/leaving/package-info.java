/**
 * The ways in which a node announces that it leaves, and learns that an incarnation is over. It closes no
 * conversations: {@link dev.grapevine.gossip.conversation.Conversations} does. Start reading at {@link Farewells}.
 */
package dev.grapevine.gossip.leaving;
