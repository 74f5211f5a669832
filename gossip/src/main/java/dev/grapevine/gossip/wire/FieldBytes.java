package dev.grapevine.gossip.wire;

import com.esotericsoftware.kryo.io.Input;

/** Fields that many messages have, with the ranges that they may be in. */
public final class FieldBytes {

    /**
     * The largest that anything counted may be: rounds, conversations, local steps. What follows from a peer's number by
     * further counting is still far from overflowing; what a node says of its own never exceeds this.
     */
    public static final long COUNT_MAX = 1L << 40;
    /** The latest life: whoever has to be later than all that it has heard of still can. */
    public static final long INCARNATION_MAX = 1L << 62;

    private static final int BLOCK_MAX = 1 << 24;

    private FieldBytes() {}

    /** An initiator's count of its conversations. */
    public static long readSequence(Input in) {
        return BoundedInput.upTo(in, COUNT_MAX, "sequence");
    }

    /** Whether the model has the block is for others to see. */
    public static int readBlock(Input in) {
        return BoundedInput.upTo(in, BLOCK_MAX, "block");
    }

    /** A number of rounds. */
    public static long readRound(Input in) {
        return BoundedInput.upTo(in, COUNT_MAX, "round");
    }

    /** A number of local steps. */
    public static long readAge(Input in) {
        return BoundedInput.upTo(in, COUNT_MAX, "age");
    }

    /** Whether somebody can be in that life. */
    public static boolean isIncarnation(long number) {
        return number >= 1 && number <= INCARNATION_MAX;
    }
}
