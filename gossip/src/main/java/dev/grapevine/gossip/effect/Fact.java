package dev.grapevine.gossip.effect;

import dev.grapevine.gossip.message.TransferId;
import dev.grapevine.gossip.peers.PeerId;

/** What the protocol reports: statistics, logs and dashboards read these and never the protocol's insides. */
public sealed interface Fact {

    /** The run's charter is known and training starts. */
    record Running(long round) implements Fact {}

    /** A round's training is in the replica. */
    record RoundInstalled(long round, int steps, double loss) implements Fact {}

    /** A round's training was thrown away. */
    record RoundDiscarded(long round, String reason) implements Fact {}

    /**
     * A round's training was bad: it would have made the model worse, here and at all peers.
     *
     * @param dropped whether nothing of it is in the replica; else as much as is usual is, and {@link RoundInstalled} follows
     * @param why     what was bad about it, as a clause
     */
    record RoundSuspect(long round, boolean dropped, String why) implements Fact {}

    /**
     * Training no longer lowered a loss that had been far lower, and the replica is again what it was.
     *
     * @param round that ended last
     * @param kept  after which the replica was so
     */
    record WentBack(long round, long kept) implements Fact {}

    /**
     * Parameters would have left the range that they have, and stay at its end.
     *
     * @param values how many of them, in this step
     * @param total  since the beginning of the run
     */
    record Clamped(long values, long total) implements Fact {}

    /** Which side of a conversation a node is on. */
    enum Role {
        /** It began it. */
        INITIATOR,
        /** It answers. */
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
     * What a peer said was mixed in, and that peer did not move.
     *
     * @param mass what that added to the replica's sum, in units: the ledger has it
     */
    record Mixed(PeerId peer, int block, long mass) implements Fact {}

    /** All blocks of an exchange are done on this side. */
    record ExchangeFinished(PeerId peer, long sequence, Role role) implements Fact {}

    /** An exchange was given up before any block was requested, or after some were done. */
    record ExchangeAbandoned(PeerId peer, long sequence, String reason) implements Fact {}

    /** A peer cannot take part in this run; the sentence says why. */
    record PeerRefused(PeerId peer, String sentence) implements Fact {}

    /** What the node waited for has not come: the sentence says what, and what it does instead. */
    record GivenUp(String sentence) implements Fact {}

    /** A peer sent what no honest peer sends. */
    record PeerFaulted(PeerId peer, String what) implements Fact {}

    /**
     * The other side of unfinished blocks is dead.
     *
     * @param mass what transfers had added to this replica's sum that the other side may not have taken off; the ledger has
     *             it
     */
    record BlocksOrphaned(PeerId peer, int blocks, long mass) implements Fact {}

    /**
     * There is no room for another exchange: none is started or accepted until some are over.
     *
     * @param reservedBlocks that those under way may leave unfinished
     */
    record TableFull(int reservedBlocks) implements Fact {}
}
