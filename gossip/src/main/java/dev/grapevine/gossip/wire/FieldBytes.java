package dev.grapevine.gossip.wire;

import com.esotericsoftware.kryo.io.Input;

/** Fields that many messages have, with their ranges. */
public final class FieldBytes {

    /**
     * The largest count: rounds, conversations, local steps. A node that counts on from a peer's number is still far
     * from an overflow; a node's own counts are sent as no more than this.
     */
    public static final long COUNT_MAX = 1L << 40;
    /** The largest incarnation: there is still room for a later one. */
    public static final long INCARNATION_MAX = 1L << 62;

    private static final int BLOCK_MAX = 1 << 24;

    private FieldBytes() {}

    /** An initiator's count of its conversations. */
    public static long readSequence(Input in) {
        return BoundedInput.upTo(in, COUNT_MAX, "sequence");
    }

    /** The range depends on the model, so the caller checks it. */
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

    /** Whether a number is a valid incarnation. */
    public static boolean isIncarnation(long number) {
        return number >= 1 && number <= INCARNATION_MAX;
    }
}
