package dev.grapevine.gossip.shares;

import java.util.List;

import dev.grapevine.gossip.message.MessageType;
import dev.grapevine.gossip.message.PlainMessage;
import dev.grapevine.gossip.message.Priority;
import dev.grapevine.gossip.peers.ClassShares;
import dev.grapevine.gossip.wire.BoundedInput;
import dev.grapevine.gossip.wire.PrefixedOutput;

/**
 * "These are my class shares", if peers are chosen by them.
 *
 * @param charterFingerprint of the sender's charter
 */
public record ClassSharesNotice(long charterFingerprint, ClassShares shares) implements PlainMessage {

    static final List<MessageType<?>> ALL = List.of(
            new MessageType<>(16, ClassSharesNotice.class, (m, out) -> {
                out.writeLong(m.charterFingerprint());
                PrefixedOutput.bytes(out, m.shares().toBytes());
            }, in -> new ClassSharesNotice(in.readLong(), ClassShares.ofBytes(BoundedInput.bytes(in))),
                    m -> "its class shares"));

    @Override
    public Priority priority() {
        return Priority.CONTROL;
    }
}
