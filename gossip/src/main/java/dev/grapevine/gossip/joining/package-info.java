/**
 * The ways in which a node finds its run, founds one, copies a replica, and changes to another run. It never moves a
 * replica except by a whole copy. Start reading at {@link Joining}.
 */
package dev.grapevine.gossip.joining;
