package dev.grapevine.gossip.effect;

import dev.grapevine.gossip.message.TransferId;
import dev.grapevine.gossip.peers.PeerId;

/** A fact that the protocol reports: statistics, logs and dashboards read facts and never the protocol's state. */
public sealed interface Fact {

    /** The run's charter is known and training starts. */
    record Running(long round) implements Fact {}

    /** A round's training was added to the replica. */
    record RoundInstalled(long round, int steps, double loss) implements Fact {}

    /** A round's training was dropped. */
    record RoundDiscarded(long round, String reason) implements Fact {}

    /**
     * A round's training was bad: it would have made the model worse, here and at all peers.
     *
     * @param dropped whether nothing of it was added to the replica; else as much as is usual was, and
     *     {@link RoundInstalled} follows
     * @param why     the reason, as a clause
     */
    record RoundSuspect(long round, boolean dropped, String why) implements Fact {}

    /**
     * Training no longer lowered a loss that had been far lower, and the replica went back to an earlier one.
     *
     * @param round the last round that ended
     * @param kept  the round after which that replica was kept
     */
    record WentBack(long round, long kept) implements Fact {}

    /**
     * Parameters would have left their range, and were clamped to it.
     *
     * @param values how many of them, in this step
     * @param total  since the beginning of the run
     */
    record Clamped(long values, long total) implements Fact {}

    /** The side of a conversation that a node is on. */
    enum Role {
        /** The side that began it. */
        INITIATOR,
        /** The side that answers. */
        RESPONDER
    }

    /**
     * This side of a transfer has moved, as the first.
     *
     * @param mass what that added to the replica's sum, in units
     */
    record Debited(PeerId peer, TransferId transfer, long mass) implements Fact {}

    /** This side of a transfer has moved too, by the exact negative. */
    record Credited(PeerId peer, TransferId transfer, long mass) implements Fact {}

    /**
     * A peer's values were mixed in, and that peer did not move.
     *
     * @param mass what that added to the replica's sum, in units; booked in the ledger
     */
    record Mixed(PeerId peer, int block, long mass) implements Fact {}

    /** All blocks of an exchange are done on this side. */
    record ExchangeFinished(PeerId peer, long sequence, Role role) implements Fact {}

    /** An exchange was given up before any block was requested, or after some were done. */
    record ExchangeAbandoned(PeerId peer, long sequence, String reason) implements Fact {}

    /** A peer cannot take part in this run; the sentence says why. */
    record PeerRefused(PeerId peer, String sentence) implements Fact {}

    /** An expected answer did not come: the sentence says which, and how the node goes on. */
    record GivenUp(String sentence) implements Fact {}

    /** A peer sent something that no honest peer sends. */
    record PeerFaulted(PeerId peer, String what) implements Fact {}

    /**
     * The other side of unfinished blocks is dead.
     *
     * @param mass what transfers had added to this replica's sum and the other side may not have subtracted; booked in
     *     the ledger
     */
    record BlocksOrphaned(PeerId peer, int blocks, long mass) implements Fact {}

    /**
     * A bound was reached, and something was dropped, declined, cut or forgotten. Each time is reported.
     *
     * @param peer the peer that it concerns; this node itself where it is its own doing
     */
    record LimitReached(Limit limit, PeerId peer) implements Fact {}

    /**
     * There is no room for another exchange: none is started or accepted until some are over.
     *
     * @param reservedBlocks the blocks that those under way may leave unfinished
     */
    record TableFull(int reservedBlocks) implements Fact {}
}
