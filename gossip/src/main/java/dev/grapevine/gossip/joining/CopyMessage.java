package dev.grapevine.gossip.joining;

import java.util.List;
import java.util.Optional;

import dev.grapevine.consensus.measure.ReplicaSketch;
import dev.grapevine.gossip.message.BlockMessage;
import dev.grapevine.gossip.message.ConversationMessage;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.MessageType;
import dev.grapevine.gossip.message.PayloadMessage;
import dev.grapevine.gossip.message.PlainMessage;
import dev.grapevine.gossip.message.Priority;
import dev.grapevine.gossip.wire.BoundedInput;
import dev.grapevine.gossip.wire.FieldBytes;
import dev.grapevine.gossip.wire.PrefixedOutput;

/** A message of a node that copies a replica, or an answer to one. */
public sealed interface CopyMessage extends ConversationMessage {

    List<MessageType<?>> ALL = List.of(
            new MessageType<>(12, CopyRequest.class, (m, out) -> out.writeVarInt(m.block(), true),
                    in -> new CopyRequest(FieldBytes.readBlock(in)), m -> "copy block " + m.block() + " to me"),
            new MessageType<>(13, CopyReply.class, (m, out) -> {
                out.writeVarInt(m.block(), true);
                PrefixedOutput.bytes(out, m.payload());
            }, in -> new CopyReply(FieldBytes.readBlock(in), BoundedInput.bytes(in)),
                    m -> "a copy of block " + m.block()),
            new MessageType<>(17, SketchRequest.class, (m, out) -> out.writeLong(m.seed()),
                    in -> new SketchRequest(in.readLong()), _ -> "send me a sketch of your replica"),
            new MessageType<>(18, SketchReply.class, (m, out) -> PrefixedOutput.bytes(out, m.sums()),
                    in -> new SketchReply(BoundedInput.bytes(in)),
                    m -> m.sums().length == 0 ? "it has no replica yet" : "a sketch of its replica"));

    /** A node makes one copy at a time. */
    @Override
    default long sequence() {
        return 0;
    }

    /** "Send me your values of this block", from a node that joins a run that is under way. */
    record CopyRequest(int block) implements CopyMessage, BlockMessage {
        @Override
        public boolean isFromInitiator() {
            return true;
        }

        @Override
        public Priority priority() {
            return Priority.CONTROL;
        }
    }

    /** The answer to {@link CopyRequest}: little-endian floats. */
    record CopyReply(int block, byte[] payload) implements CopyMessage, BlockMessage, PayloadMessage {
        @Override
        public boolean isFromInitiator() {
            return false;
        }

        @Override
        public Priority priority() {
            return Priority.BULK;
        }

        @Override
        public CopyReply withPayload(byte[] other) {
            return new CopyReply(block, other);
        }
    }

    /** "Send me a sketch of your replica with this seed", from a node that has copied another one. */
    record SketchRequest(long seed) implements CopyMessage, PlainMessage {
        @Override
        public boolean isFromInitiator() {
            return true;
        }

        @Override
        public Priority priority() {
            return Priority.CONTROL;
        }
    }

    /**
     * The answer to {@link SketchRequest}.
     *
     * @param sums as {@link ReplicaSketch#toBytes}; empty from a node without a replica of the run
     */
    record SketchReply(byte[] sums) implements CopyMessage, PlainMessage, PayloadMessage {

        static final SketchReply NOTHING = new SketchReply(new byte[0]);

        static SketchReply of(int[] units, long seed) {
            return new SketchReply(ReplicaSketch.of(units, seed).toBytes());
        }

        /** The sketch; empty if there is none, or if the bytes are not as many as a sketch has. */
        Optional<ReplicaSketch> sketch() {
            return Optional.of(sums).filter(bytes -> bytes.length == ReplicaSketch.BYTES).map(ReplicaSketch::of);
        }

        /** Whether no honest peer sends this. */
        boolean isMalformed() {
            return sums.length != 0 && sums.length != ReplicaSketch.BYTES;
        }

        @Override
        public boolean isFromInitiator() {
            return false;
        }

        @Override
        public Priority priority() {
            return Priority.CONTROL;
        }

        @Override
        public byte[] payload() {
            return sums;
        }

        @Override
        public Message withPayload(byte[] other) {
            return new SketchReply(other);
        }
    }
}
