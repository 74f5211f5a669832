/**
 * Everything that can happen to a node. Events are values: the driver makes them, and nothing here decides what
 * follows. Start reading at {@link Event}.
 */
package dev.grapevine.gossip.event;
