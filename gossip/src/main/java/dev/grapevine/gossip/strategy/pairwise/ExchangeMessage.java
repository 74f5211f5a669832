package dev.grapevine.gossip.strategy.pairwise;

import dev.grapevine.consensus.coding.Cap;
import dev.grapevine.consensus.mixing.MixingStep;
import dev.grapevine.consensus.units.Lattice;
import dev.grapevine.gossip.message.BlockMessage;
import dev.grapevine.gossip.message.ConversationMessage;
import dev.grapevine.gossip.message.PayloadMessage;
import dev.grapevine.gossip.message.PlainMessage;
import dev.grapevine.gossip.message.Priority;

/** What is said in a pairwise exchange. A {@code sequence} numbers the exchanges of one incarnation of an initiator. */
public sealed interface ExchangeMessage extends ConversationMessage {

    /** A message that the initiator sends. */
    sealed interface FromInitiator extends ExchangeMessage {
        @Override
        default boolean isFromInitiator() {
            return true;
        }
    }

    /** A message that the responder sends. */
    sealed interface FromResponder extends ExchangeMessage {
        @Override
        default boolean isFromInitiator() {
            return false;
        }
    }

    /** About the exchange as a whole: short. */
    sealed interface OfExchange extends ExchangeMessage, PlainMessage {
        @Override
        default Priority priority() {
            return Priority.CONTROL;
        }
    }

    /** About what became of a block: short. */
    sealed interface OfBlock extends ExchangeMessage, BlockMessage {
        @Override
        default Priority priority() {
            return Priority.CONTROL;
        }
    }

    /**
     * Opens an exchange.
     *
     * @param charterFingerprint of the initiator's charter
     * @param round              how many rounds the initiator has trained
     */
    record Offer(long sequence, long charterFingerprint, long round) implements FromInitiator, OfExchange {}

    /** The offer is taken: blocks may be requested. */
    record Accept(long sequence) implements FromResponder, OfExchange {}

    /** The offer is not taken. */
    record Decline(long sequence, Refusal refusal, String sentence) implements FromResponder, OfExchange {}

    /**
     * First leg of a block: the initiator's values.
     *
     * @param step the largest that suits the initiator, by the exchanges in which it has requested this block
     * @param most the largest difference that the initiator takes
     */
    record BlockRequest(long sequence, int block, MixingStep step, Lattice grid, Cap most, byte[] payload)
            implements
                FromInitiator,
                BlockMessage,
                PayloadMessage {

        @Override
        public Priority priority() {
            return Priority.REQUEST;
        }

        @Override
        public BlockRequest withPayload(byte[] other) {
            return new BlockRequest(sequence, block, step, grid, most, other);
        }
    }

    /**
     * First leg, after {@link BlockOutOfReach}: what the responder lacks to read the values on a wider grid. Otherwise as
     * {@link BlockRequest}.
     */
    record BlockRest(long sequence, int block, MixingStep step, Lattice grid, Cap most, byte[] payload)
            implements
                FromInitiator,
                BlockMessage,
                PayloadMessage {

        @Override
        public Priority priority() {
            return Priority.REQUEST;
        }

        @Override
        public BlockRest withPayload(byte[] other) {
            return new BlockRest(sequence, block, step, grid, most, other);
        }
    }

    /**
     * Second leg: the difference that the responder has applied its part of.
     *
     * @param step that of the busier side: both take it
     */
    record BlockReply(long sequence, int block, MixingStep step, Lattice grid, byte[] payload)
            implements
                FromResponder,
                BlockMessage,
                PayloadMessage {

        @Override
        public Priority priority() {
            return Priority.REPLY;
        }

        @Override
        public BlockReply withPayload(byte[] other) {
            return new BlockReply(sequence, block, step, grid, other);
        }
    }

    /** Second leg, when the responder could not read the request: nothing has changed. */
    record BlockOutOfReach(long sequence, int block) implements FromResponder, OfBlock {}

    /** Third leg: the initiator has applied its part as well. */
    record BlockDone(long sequence, int block) implements FromInitiator, OfBlock {}

    /** "You have not answered my request of this block: did it arrive?" Far shorter than to say the request again. */
    record BlockQuery(long sequence, int block) implements FromInitiator, OfBlock {}

    /** "No": nothing has changed. If the request did arrive, the answer to the query is the reply, again. */
    record BlockUnread(long sequence, int block) implements FromResponder, OfBlock {}

    /** "I have answered this block and moved: have you?" The answer is {@link BlockDone} or {@link BlockQuery}. */
    record BlockReminder(long sequence, int block) implements FromResponder, OfBlock {}

    /** Why an offer is not taken. */
    enum Refusal {
        /** No room for now: try somebody else. */
        BUSY,
        /** The two follow different charters. */
        CHARTER,
        /** The responder is joining or leaving. */
        NOT_RUNNING
    }
}
