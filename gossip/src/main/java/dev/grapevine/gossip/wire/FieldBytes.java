package dev.grapevine.gossip.wire;

import com.esotericsoftware.kryo.io.Input;

/** Fields that many messages have, with the ranges that they may be in. */
public final class FieldBytes {

    private static final int BLOCK_MAX = 1 << 24;

    private FieldBytes() {}

    /** An initiator's count of its conversations. */
    public static long readSequence(Input in) {
        return BoundedInput.count(in, "sequence");
    }

    /** Whether the model has the block is for others to see. */
    public static int readBlock(Input in) {
        return BoundedInput.upTo(in, BLOCK_MAX, "block");
    }

    /** A number of rounds. */
    public static long readRound(Input in) {
        return BoundedInput.count(in, "round");
    }
}
