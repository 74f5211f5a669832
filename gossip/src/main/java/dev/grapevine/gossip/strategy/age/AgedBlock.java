package dev.grapevine.gossip.strategy.age;

import dev.grapevine.gossip.message.BlockMessage;
import dev.grapevine.gossip.message.PayloadMessage;
import dev.grapevine.gossip.message.Priority;

/**
 * Values of a block, and their age. Not answered.
 *
 * @param charterFingerprint of the run
 * @param sequence           the sender's count of its pushes
 * @param age                local steps
 * @param payload            as the run's codec writes values
 */
public record AgedBlock(long charterFingerprint, long sequence, int block, long age, byte[] payload)
        implements
            BlockMessage,
            PayloadMessage {

    /** It is created only if it can be sent at once. */
    @Override
    public Priority priority() {
        return Priority.REQUEST;
    }

    @Override
    public AgedBlock withPayload(byte[] other) {
        return new AgedBlock(charterFingerprint, sequence, block, age, other);
    }
}
