/**
 * The list of all rooms, which are the sub-protocols of Grapevine. It never handles a message. Start reading at
 * {@link Rooms}.
 */
package dev.grapevine.gossip.room;
