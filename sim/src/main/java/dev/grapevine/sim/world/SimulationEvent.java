package dev.grapevine.sim.world;

import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.peers.Incarnations;

/** Something in the simulator's queue. */
sealed interface SimulationEvent {

    /**
     * An event of one life of a node; void if that life is over by then.
     *
     * @param senderIncarnation of the frame that comes with it; unknown for all other events
     */
    record ForNode(int node, long incarnation, Event event, long senderIncarnation) implements SimulationEvent {

        ForNode(int node, long incarnation, Event event) {
            this(node, incarnation, event, Incarnations.UNKNOWN);
        }
    }

    /** A frame reaches its receiver's way in, if there is a way. */
    record Arrival(int from, long senderIncarnation, int to, byte[] frame) implements SimulationEvent {}

    /** A round's computing time is over. */
    record RoundDone(int node, long incarnation) implements SimulationEvent {}

    /** A life is to end since peers have heard of a later one. */
    record Outlived(int node, long incarnation, long latest) implements SimulationEvent {}

    /** A life is to end since more of those that are there take part in another run. */
    record RunChanges(int node, long incarnation, Charter charter) implements SimulationEvent {}

    /** A frame is all in. */
    record Reception(Arrival arrival) implements SimulationEvent {}

    /** The next fault begins, or ends. */
    record FaultTurns() implements SimulationEvent {}

    /** Membership notices who is there. */
    record MembershipDiscovers() implements SimulationEvent {}

    /** Membership notices who is not. */
    record MembershipSuspects() implements SimulationEvent {}

    /** A node holds a peer for gone that is there. */
    record FalseSuspicion(int node) implements SimulationEvent {}

    /**
     * It takes that back.
     *
     * @param place of the peer in the node's view
     */
    record SuspicionOver(int node, int place) implements SimulationEvent {}

    /** All nodes are judged. */
    record Evaluation() implements SimulationEvent {}
}
