package dev.grapevine.sim.world;

import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.peers.Incarnations;

/** An event in the simulator's queue. */
sealed interface SimulationEvent {

    /**
     * An event of one life of a node; void if that life is over by then.
     *
     * @param senderIncarnation incarnation of the frame's sender; unknown for events without a frame
     */
    record ForNode(int node, long incarnation, Event event, long senderIncarnation) implements SimulationEvent {

        ForNode(int node, long incarnation, Event event) {
            this(node, incarnation, event, Incarnations.UNKNOWN);
        }
    }

    /** A frame reaches its receiver's line, unless the link is cut. */
    record Arrival(int from, long senderIncarnation, int to, byte[] frame) implements SimulationEvent {}

    /** The computing time of a round is over. */
    record RoundDone(int node, long incarnation) implements SimulationEvent {}

    /** A life must end because peers know a later one. */
    record Outlived(int node, long incarnation, long latest) implements SimulationEvent {}

    /** A life must end because most live peers take part in another run. */
    record RunChanges(int node, long incarnation, Charter charter) implements SimulationEvent {}

    /** A frame has arrived completely. */
    record Reception(Arrival arrival) implements SimulationEvent {}

    /** The next fault begins, or ends. */
    record FaultTurns() implements SimulationEvent {}

    /** Membership discovers peers that have appeared. */
    record MembershipDiscovers() implements SimulationEvent {}

    /** Membership suspects peers that have gone. */
    record MembershipSuspects() implements SimulationEvent {}

    /** False suspicion: a node believes that a live peer is gone. */
    record FalseSuspicion(int node) implements SimulationEvent {}

    /**
     * The end of a false suspicion.
     *
     * @param place of the peer in the node's view
     */
    record SuspicionOver(int node, int place) implements SimulationEvent {}

    /** All nodes are evaluated. */
    record Evaluation() implements SimulationEvent {}
}
