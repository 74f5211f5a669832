/**
 * The common form of messages: its type, its conversation, its priority. The contents are defined in the packages of the
 * rooms, never here. Start reading at {@link Message}.
 */
package dev.grapevine.gossip.message;
