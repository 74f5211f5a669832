package dev.grapevine.gossip.joining;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.message.ConversationMessage;
import dev.grapevine.gossip.message.MessageType;
import dev.grapevine.gossip.message.PlainMessage;
import dev.grapevine.gossip.message.Priority;
import dev.grapevine.gossip.wire.BoundedInput;
import dev.grapevine.gossip.wire.CharterBytes;
import dev.grapevine.gossip.wire.FieldBytes;
import dev.grapevine.gossip.wire.PrefixedOutput;

/** A message of a node that looks for its run or founds one, or an answer to one. */
public sealed interface JoiningMessage extends ConversationMessage, PlainMessage {

    List<MessageType<?>> ALL = List.of(
            new MessageType<>(10, CharterRequest.class, (m, out) -> {}, in -> new CharterRequest(),
                    m -> "which run is this?"),
            new MessageType<>(11, CharterReply.class, (m, out) -> {
                out.writeBoolean(m.charter().isPresent());
                m.charter().ifPresent(charter -> CharterBytes.write(charter, out));
                out.writeVarLong(m.rounds(), true);
            }, in -> new CharterReply(in.readBoolean() ? Optional.of(CharterBytes.read(in)) : Optional.empty(),
                    FieldBytes.readRound(in)),
                    m -> m.charter().isEmpty()
                            ? "it looks for a run too"
                            : "its run's charter, " + m.rounds() + (m.rounds() == 1 ? " round" : " rounds")),
            new MessageType<>(14, SumsRequest.class, (m, out) -> {}, in -> new SumsRequest(),
                    m -> "what are your sums?"),
            new MessageType<>(15, SumsReply.class, (m, out) -> PrefixedOutput.bytes(out, m.sums()),
                    in -> new SumsReply(BoundedInput.bytes(in)),
                    m -> "its sums, " + m.sums().length + (m.sums().length == 1 ? " byte" : " bytes")),
            new MessageType<>(19, RunNotice.class, (m, out) -> out.writeLong(m.charterFingerprint()),
                    in -> new RunNotice(in.readLong()), m -> "it is in a run of its own"),
            new MessageType<>(34, RunQuestion.class, (m, out) -> {}, in -> new RunQuestion(),
                    m -> "which of the runs is this?"),
            new MessageType<>(35, RunAnswer.class, (m, out) -> {
                out.writeBoolean(m.charterFingerprint().isPresent());
                m.charterFingerprint().ifPresent(out::writeLong);
            }, in -> new RunAnswer(in.readBoolean() ? OptionalLong.of(in.readLong()) : OptionalLong.empty()),
                    m -> m.charterFingerprint().isPresent() ? "its run, by a fingerprint" : "it is in no run"));

    /** A node looks for one run at a time. */
    @Override
    default long sequence() {
        return 0;
    }

    @Override
    default Priority priority() {
        return Priority.CONTROL;
    }

    /** "Which charter does your run have?" */
    record CharterRequest() implements JoiningMessage {
        @Override
        public boolean isFromInitiator() {
            return true;
        }
    }

    /**
     * The answer to {@link CharterRequest}.
     *
     * @param charter empty while the answering node is looking for one itself
     * @param rounds  how many rounds the answering node has trained: from 1 on a joining node copies its replica
     */
    record CharterReply(Optional<Charter> charter, long rounds) implements JoiningMessage {
        @Override
        public boolean isFromInitiator() {
            return false;
        }
    }

    /** "What may others know of your data?", from a node whose turn it is to found a run. */
    record SumsRequest() implements JoiningMessage {
        @Override
        public boolean isFromInitiator() {
            return true;
        }
    }

    /**
     * The answer to {@link SumsRequest}.
     *
     * @param sums to fit a run's terms to, meaningless to the protocol; empty if there are none
     */
    record SumsReply(byte[] sums) implements JoiningMessage {
        @Override
        public boolean isFromInitiator() {
            return false;
        }
    }

    /**
     * "I take part in another run than you, and stay there", to a peer that may never begin an exchange and learn it
     * from that.
     *
     * @param charterFingerprint of the sender's run
     */
    record RunNotice(long charterFingerprint) implements JoiningMessage {
        @Override
        public boolean isFromInitiator() {
            return true;
        }
    }

    /**
     * "Which run do you take part in?", from a node that knows the charters of several runs and needs only a
     * fingerprint.
     */
    record RunQuestion() implements JoiningMessage {
        @Override
        public boolean isFromInitiator() {
            return true;
        }
    }

    /**
     * The answer to {@link RunQuestion}.
     *
     * @param charterFingerprint of the sender's run; empty while it looks for one
     */
    record RunAnswer(OptionalLong charterFingerprint) implements JoiningMessage {
        @Override
        public boolean isFromInitiator() {
            return false;
        }
    }
}
