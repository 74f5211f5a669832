package dev.grapevine.gossip.notice;

import java.util.List;

import com.esotericsoftware.kryo.io.Input;

import dev.grapevine.gossip.message.MessageType;
import dev.grapevine.gossip.message.PlainMessage;
import dev.grapevine.gossip.message.Priority;
import dev.grapevine.gossip.wire.BoundedInput;
import dev.grapevine.gossip.wire.FieldBytes;

/**
 * "This is how good my model is, on rows of my own."
 *
 * @param charterFingerprint of the sender's charter
 * @param rounds             the rounds in its replica when it measured
 * @param rows               the number of rows that it measured on
 * @param loss               the mean loss
 * @param accuracy           the share of correct answers, or R² for numbers
 */
public record Notice(long charterFingerprint, long rounds, int rows, float loss, float accuracy)
        implements
            PlainMessage {

    /** The largest loss of a model that anybody would go on with. */
    static final float LOSS_MAX = 1e9f;

    static final List<MessageType<?>> ALL = List.of(
            new MessageType<>(36, Notice.class, (m, out) -> {
                out.writeLong(m.charterFingerprint());
                out.writeVarLong(m.rounds(), true);
                out.writeVarInt(m.rows(), true);
                out.writeFloat(m.loss());
                out.writeFloat(m.accuracy());
            }, Notice::read, m -> "loss " + m.loss() + " and accuracy " + m.accuracy() + " on " + m.rows() + " rows"));

    private static Notice read(Input in) {
        return new Notice(in.readLong(), FieldBytes.readRound(in), BoundedInput.upTo(in, Integer.MAX_VALUE, "rows"),
                in.readFloat(), in.readFloat());
    }

    /** Whether an honest node can have measured this. */
    boolean isPlausible() {
        return rows >= 1 && loss >= 0 && loss <= LOSS_MAX && accuracy >= -LOSS_MAX && accuracy <= 1;
    }

    @Override
    public Priority priority() {
        return Priority.CONTROL;
    }
}
