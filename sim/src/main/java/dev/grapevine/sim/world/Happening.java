package dev.grapevine.sim.world;

import dev.grapevine.gossip.event.Event;

/** Something in the simulator's queue. */
sealed interface Happening {

    /** An event of one life of a node; void if that life is over by then. */
    record ForNode(int node, long incarnation, Event event) implements Happening {}

    /** A frame reaches its receiver, if there is a way. */
    record Arrival(int from, int to, byte[] frame) implements Happening {}

    /** A round's computing time is over. */
    record RoundDone(int node, long incarnation) implements Happening {}

    /** A fault begins, or ends. */
    record FaultTurns(int fault, boolean begins) implements Happening {}

    /** Membership notices who is there. */
    record MembershipDiscovers() implements Happening {}

    /** Membership notices who is not. */
    record MembershipSuspects() implements Happening {}

    /** All nodes are judged. */
    record Evaluation() implements Happening {}
}
