/**
 * The price of peers' faults: a peer with too many is ignored for a while. It never decides what a fault is. Start
 * reading at {@link Standing}.
 */
package dev.grapevine.gossip.standing;
