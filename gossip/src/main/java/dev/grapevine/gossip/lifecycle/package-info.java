/**
 * The phases of a node and the changes that are allowed between them. Nothing here sends a message. Start reading at
 * {@link Lifecycle}.
 */
package dev.grapevine.gossip.lifecycle;
