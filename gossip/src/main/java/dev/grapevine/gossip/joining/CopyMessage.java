package dev.grapevine.gossip.joining;

import java.util.List;

import dev.grapevine.gossip.message.BlockMessage;
import dev.grapevine.gossip.message.ConversationMessage;
import dev.grapevine.gossip.message.MessageType;
import dev.grapevine.gossip.message.PayloadMessage;
import dev.grapevine.gossip.message.Priority;
import dev.grapevine.gossip.wire.BoundedInput;
import dev.grapevine.gossip.wire.FieldBytes;
import dev.grapevine.gossip.wire.PrefixedOutput;

/** What is said while a node copies a replica. */
public sealed interface CopyMessage extends ConversationMessage, BlockMessage {

    List<MessageType<?>> ALL = List.of(
            new MessageType<>(12, CopyRequest.class, (m, out) -> out.writeVarInt(m.block(), true),
                    in -> new CopyRequest(FieldBytes.readBlock(in)), m -> "copy block " + m.block() + " to me"),
            new MessageType<>(13, CopyReply.class, (m, out) -> {
                out.writeVarInt(m.block(), true);
                PrefixedOutput.bytes(out, m.payload());
            }, in -> new CopyReply(FieldBytes.readBlock(in), BoundedInput.bytes(in)),
                    m -> "a copy of block " + m.block()));

    /** A node makes one copy at a time. */
    @Override
    default long sequence() {
        return 0;
    }

    /** "Send me your values of this block", from a node that joins a run which is under way. */
    record CopyRequest(int block) implements CopyMessage {
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
    record CopyReply(int block, byte[] payload) implements CopyMessage, PayloadMessage {
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
}
