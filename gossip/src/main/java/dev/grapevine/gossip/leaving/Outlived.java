package dev.grapevine.gossip.leaving;

import com.esotericsoftware.kryo.io.Input;

import dev.grapevine.gossip.message.PlainMessage;
import dev.grapevine.gossip.message.Priority;
import dev.grapevine.gossip.wire.BoundedInput;
import dev.grapevine.gossip.wire.FieldBytes;

/**
 * The receiver sent a message as an incarnation that is over, as far as the sender knows: its folder is older than the
 * records of others.
 *
 * @param first the lowest incarnation that the sender would accept, up to {@link FieldBytes#INCARNATION_MAX}
 */
public record Outlived(long first) implements PlainMessage {

    static Outlived read(Input in) {
        return new Outlived(BoundedInput.upTo(in, FieldBytes.INCARNATION_MAX, "incarnation"));
    }

    @Override
    public Priority priority() {
        return Priority.CONTROL;
    }
}
