package dev.grapevine.gossip.message;

import java.util.Optional;

import dev.grapevine.consensus.delta.Grid;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.peers.ClassShares;

/**
 * What peers say to each other; {@code PROTOCOL.md} gives the rules. A {@code sequence} numbers the exchanges that one
 * incarnation of an initiator starts, from 1.
 */
public sealed interface Message {

    /** What has to be known to make sense of any message. */
    record Envelope(long senderIncarnation, long receiverIncarnation, Message message) {}

    /** A message about one exchange. */
    sealed interface ExchangeMessage extends Message {
        long sequence();
    }

    /** A message that the initiator of an exchange sends. */
    sealed interface FromInitiator extends ExchangeMessage {}

    /** A message that the responder of an exchange sends. */
    sealed interface FromResponder extends ExchangeMessage {}

    /** "What does this run do?" */
    record CharterRequest() implements Message {}

    /**
     * The answer to {@link CharterRequest}.
     *
     * @param charter empty while the answering node is looking for one itself
     * @param rounds  how many rounds the answering node has trained: from 1 on a joining node copies its replica
     */
    record CharterReply(Optional<Charter> charter, long rounds) implements Message {}

    /** "What may others know of your data?", from a node to which it falls to found a run. */
    record SumsRequest() implements Message {}

    /**
     * The answer to {@link SumsRequest}.
     *
     * @param sums what a run's terms can be fitted to, meaningless to the protocol; none where there is nothing to tell
     */
    record SumsReply(byte[] sums) implements Message {}

    /** "Send me your values of this block", from a node that joins a run which is under way. */
    record CopyRequest(int block) implements Message {}

    /** The answer to {@link CopyRequest}: little-endian floats. */
    record CopyReply(int block, byte[] payload) implements Message {}

    /**
     * "This is what my rows are of", where peers are chosen by that.
     *
     * @param charterFingerprint of the sender's charter
     */
    record ClassSharesNotice(long charterFingerprint, ClassShares shares) implements Message {}

    /**
     * Opens an exchange.
     *
     * @param charterFingerprint of the initiator's charter
     * @param round              how many rounds the initiator has trained
     */
    record Offer(long sequence, long charterFingerprint, long round) implements FromInitiator {}

    /** The offer is taken: blocks may be requested. */
    record Accept(long sequence) implements FromResponder {}

    /** The offer is not taken. */
    record Decline(long sequence, Refusal refusal, String sentence) implements FromResponder {}

    /**
     * First leg of a block: the initiator's values.
     *
     * @param openExchanges in how many exchanges the initiator has requested this block, this one included
     */
    record BlockRequest(long sequence, int block, int openExchanges, Grid grid,
            byte[] payload) implements FromInitiator {}

    /**
     * First leg, after {@link BlockOutOfReach}: what the responder lacks to read the values on a wider grid. Otherwise as
     * {@link BlockRequest}.
     */
    record BlockRest(long sequence, int block, int openExchanges, Grid grid,
            byte[] payload) implements FromInitiator {}

    /**
     * Second leg: the difference that the responder has applied its part of.
     *
     * @param openExchanges of the busier side: it fixes the step of both
     */
    record BlockReply(long sequence, int block, int openExchanges, Grid grid,
            byte[] payload) implements FromResponder {}

    /** Second leg, when the responder could not read the request: nothing has changed. */
    record BlockOutOfReach(long sequence, int block) implements FromResponder {}

    /** Third leg: the initiator has applied its part as well. */
    record BlockDone(long sequence, int block) implements FromInitiator {}

    /** "You have not answered my request of this block: did it arrive?" Far shorter than to say the request again. */
    record BlockQuery(long sequence, int block) implements FromInitiator {}

    /** "No": nothing has changed. If the request did arrive, the answer to the query is the reply, again. */
    record BlockUnread(long sequence, int block) implements FromResponder {}

    /** "I have answered this block and moved: have you?" The answer is {@link BlockDone} or {@link BlockQuery}. */
    record BlockReminder(long sequence, int block) implements FromResponder {}

    /** The sender leaves for good: nothing unfinished with it will ever be finished. */
    record Leaving() implements Message {}

    /** Why an offer is not taken. */
    enum Refusal {
        /** Too many unfinished blocks: try somebody else. */
        BUSY,
        /** The two follow different charters. */
        CHARTER,
        /** The responder is joining or leaving. */
        NOT_RUNNING
    }
}
