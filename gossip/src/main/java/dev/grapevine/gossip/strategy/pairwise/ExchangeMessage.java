package dev.grapevine.gossip.strategy.pairwise;

import dev.grapevine.consensus.coding.Cap;
import dev.grapevine.consensus.mixing.MixingStep;
import dev.grapevine.consensus.units.Lattice;
import dev.grapevine.gossip.message.BlockMessage;
import dev.grapevine.gossip.message.ConversationMessage;
import dev.grapevine.gossip.message.PayloadMessage;
import dev.grapevine.gossip.message.PlainMessage;
import dev.grapevine.gossip.message.Priority;

/** A message of a pairwise exchange. A {@code sequence} numbers the exchanges of one incarnation of an initiator. */
public sealed interface ExchangeMessage extends ConversationMessage {

    /** A message of the initiator. */
    sealed interface FromInitiator extends ExchangeMessage {
        @Override
        default boolean isFromInitiator() {
            return true;
        }
    }

    /** A message of the responder. */
    sealed interface FromResponder extends ExchangeMessage {
        @Override
        default boolean isFromInitiator() {
            return false;
        }
    }

    /** A message about the exchange as a whole: short. */
    sealed interface OfExchange extends ExchangeMessage, PlainMessage {
        @Override
        default Priority priority() {
            return Priority.CONTROL;
        }
    }

    /** A message about the outcome of a block: short. */
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
     * @param round              the initiator's rounds of training
     */
    record Offer(long sequence, long charterFingerprint, long round) implements FromInitiator, OfExchange {}

    /** Takes the offer: blocks may be requested. */
    record Accept(long sequence) implements FromResponder, OfExchange {}

    /** Refuses the offer. */
    record Decline(long sequence, Refusal refusal, String sentence) implements FromResponder, OfExchange {}

    /**
     * First leg of a block: the initiator's values.
     *
     * @param step the largest that suits the initiator, by the exchanges in which it has requested this block
     * @param most the largest difference that the initiator accepts
     */
    record BlockRequest(long sequence, int block, MixingStep step, Lattice lattice, Cap most, byte[] payload)
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
            return new BlockRequest(sequence, block, step, lattice, most, other);
        }
    }

    /**
     * First leg, after {@link BlockOutOfReach}: the bits that the responder lacks to decode the values on a wider
     * lattice. Otherwise as {@link BlockRequest}.
     */
    record BlockRest(long sequence, int block, MixingStep step, Lattice lattice, Cap most, byte[] payload)
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
            return new BlockRest(sequence, block, step, lattice, most, other);
        }
    }

    /**
     * Second leg: the difference of which the responder has applied its part.
     *
     * @param step that of the busier side: both take it
     */
    record BlockReply(long sequence, int block, MixingStep step, Lattice lattice, byte[] payload)
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
            return new BlockReply(sequence, block, step, lattice, other);
        }
    }

    /** Second leg, if the responder could not decode the request: nothing has changed. */
    record BlockOutOfReach(long sequence, int block) implements FromResponder, OfBlock {}

    /** Third leg: the initiator has applied its part, too. */
    record BlockDone(long sequence, int block) implements FromInitiator, OfBlock {}

    /** "You have not answered my request of this block: did it arrive?" Far shorter than to repeat the request. */
    record BlockQuery(long sequence, int block) implements FromInitiator, OfBlock {}

    /** "No": nothing has changed. If the request did arrive, the answer to the query is the reply, again. */
    record BlockUnread(long sequence, int block) implements FromResponder, OfBlock {}

    /** "I have answered this block and moved: have you?" The answer is {@link BlockDone} or {@link BlockQuery}. */
    record BlockReminder(long sequence, int block) implements FromResponder, OfBlock {}

    /** The reason of a refusal. */
    enum Refusal {
        /** No room now: another peer may have some. */
        BUSY,
        /** The two follow different charters. */
        CHARTER,
        /** The responder is joining or leaving. */
        NOT_RUNNING
    }
}
