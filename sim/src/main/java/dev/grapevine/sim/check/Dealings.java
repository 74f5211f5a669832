package dev.grapevine.sim.check;

import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalLong;

/**
 * What two lives of nodes have done in the exchanges that one of them started: which blocks of the latest exchange each
 * side has merged, and by how much the responder moved where the initiator has not yet. Sequences only grow, so the
 * latest exchange of each side is all to remember.
 */
final class Dealings {

    private static final int FEW = 1;

    private final Side initiator = new Side();
    private final Side responder = new Side();
    private long[] halfSequences = new long[FEW];
    private int[] halfBlocks = new int[FEW];
    private long[] halfMasses = new long[FEW];
    private int halves;

    private static final class Side {
        private long sequence;
        /** The first 64 blocks; most models have no more. */
        private long firstBlocks;
        private BitSet laterBlocks;

        boolean merges(long newSequence, int block) {
            if (newSequence > sequence) {
                sequence = newSequence;
                firstBlocks = 0;
                laterBlocks = null;
            }
            return newSequence == sequence && (block < Long.SIZE ? mergesEarly(block) : mergesLate(block));
        }

        private boolean mergesEarly(int block) {
            long before = firstBlocks;
            firstBlocks |= 1L << block;
            return firstBlocks != before;
        }

        private boolean mergesLate(int block) {
            if (laterBlocks == null) {
                laterBlocks = new BitSet();
            }
            boolean first = !laterBlocks.get(block);
            laterBlocks.set(block);
            return first;
        }
    }

    /** One side merges a block; false if it must not, since it has done so before or has gone on to a later exchange. */
    boolean merges(boolean byInitiator, long sequence, int block) {
        return (byInitiator ? initiator : responder).merges(sequence, block);
    }

    /** The responder has moved by so much. */
    void beganBlock(long sequence, int block, long mass) {
        if (halves == halfMasses.length) {
            halfSequences = Arrays.copyOf(halfSequences, 2 * halves);
            halfBlocks = Arrays.copyOf(halfBlocks, 2 * halves);
            halfMasses = Arrays.copyOf(halfMasses, 2 * halves);
        }
        halfSequences[halves] = sequence;
        halfBlocks[halves] = block;
        halfMasses[halves] = mass;
        halves++;
    }

    /** The initiator moves too; gives by how much the responder has moved, if it has. */
    OptionalLong finishedBlock(long sequence, int block) {
        for (int i = 0; i < halves; i++) {
            if (halfSequences[i] == sequence && halfBlocks[i] == block) {
                long mass = halfMasses[i];
                halves--;
                halfSequences[i] = halfSequences[halves];
                halfBlocks[i] = halfBlocks[halves];
                halfMasses[i] = halfMasses[halves];
                return OptionalLong.of(mass);
            }
        }
        return OptionalLong.empty();
    }

    /** Blocks that the responder has merged and the initiator not yet. */
    int halfDone() {
        return halves;
    }
}
