package dev.grapevine.gossip.event;

import dev.grapevine.gossip.effect.Timer;
import dev.grapevine.gossip.peers.PeerId;

/** An event: everything that can happen to a node, as far as the protocol is concerned. */
public sealed interface Event {

    /** The node is up. The first event, once. */
    record Started() implements Event {}

    /** A frame came from a peer, whose identity the transport has established. */
    record MessageArrived(PeerId from, byte[] bytes) implements Event {}

    /** A timer that {@code SetTimer} set has fired. */
    record TimerFired(Timer timer) implements Event {}

    /** The answer to {@code AdoptCharter} and {@code FoundCharter}: the charter, resolved for this node. */
    record CharterAdopted(RunPlan plan) implements Event {}

    /**
     * The answer to {@code ProvideSums}.
     *
     * @param sums what peers may know of this node's data; empty if there is nothing
     */
    record SumsReady(byte[] sums) implements Event {}

    /** The answer to {@code StartRound}. */
    record RoundFinished(RoundResult result) implements Event {}

    /** The answer to {@code StartRound} when it could not be done. */
    record RoundFailed(long round, String reason) implements Event {}

    /**
     * The answer to {@code StartMerge}.
     *
     * @param number     that of the request
     * @param increments to the replica, in units
     */
    record MergeFinished(long number, int[] increments) implements Event {}

    /** The answer to {@code Persist}: the bytes can no longer be lost. */
    record Persisted(long number) implements Event {}

    /**
     * The user's machine has measured the served model on rows that it is not trained on.
     *
     * @param rows     the number of those rows, 1 or more
     * @param loss     the mean loss
     * @param accuracy the share of correct answers, or R² for numbers
     */
    record Evaluated(int rows, double loss, double accuracy) implements Event {}

    /** Membership considers a peer alive, in this incarnation. */
    record PeerJoined(PeerId peer, long incarnation) implements Event {}

    /** Membership has lost sight of a peer: it crashed, is cut off, or is slow. */
    record PeerSuspected(PeerId peer) implements Event {}

    /** The user wants the node to leave in good order. */
    record LeaveRequested() implements Event {}

    /** The user wants no training for now; the node still answers its peers. */
    record PauseRequested() implements Event {}

    /** The user wants training to go on. */
    record ResumeRequested() implements Event {}

    /** The user wants a node that looks for a run to found one now, with the nodes that are there. */
    record FoundRequested() implements Event {}

    /** The user wants a checkpoint as soon as it can be a consistent one. */
    record CheckpointRequested() implements Event {}
}
