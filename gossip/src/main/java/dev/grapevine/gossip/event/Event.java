package dev.grapevine.gossip.event;

import dev.grapevine.gossip.peers.PeerId;

/** Everything that can happen to a node, as far as the protocol is concerned. */
public sealed interface Event {

    /** The node is up. The first event, once. */
    record Started() implements Event {}

    /** A frame came from a peer; who it is has been established by the transport. */
    record MessageArrived(PeerId from, byte[] bytes) implements Event {}

    /** The time that {@code SetTimer} asked for is over. */
    record TimerFired(Timer timer) implements Event {}

    /** The answer to {@code AdoptCharter} and {@code FoundCharter}: what the charter means for this node. */
    record CharterAdopted(RunPlan plan) implements Event {}

    /**
     * The answer to {@code ProvideSums}.
     *
     * @param sums what peers may know of this node's data; none where there is nothing to tell
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

    /** The answer to {@code Persist}: what was to be kept can no longer be lost. */
    record Persisted(long number) implements Event {}

    /** Membership holds a peer for alive, in this incarnation. */
    record PeerJoined(PeerId peer, long incarnation) implements Event {}

    /** Membership has lost sight of a peer: crashed, cut off, or slow. */
    record PeerSuspected(PeerId peer) implements Event {}

    /** The user wants the node to leave in good order. */
    record LeaveRequested() implements Event {}

    /** The user wants no training for now; the node still answers its peers. */
    record PauseRequested() implements Event {}

    /** The user wants training to go on. */
    record ResumeRequested() implements Event {}

    /** The user wants a checkpoint as soon as it can be a consistent one. */
    record CheckpointRequested() implements Event {}
}
