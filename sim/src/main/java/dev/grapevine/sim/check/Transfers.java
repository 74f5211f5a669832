package dev.grapevine.sim.check;

import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalLong;

/**
 * The transfers in the conversations that one life of a node began with another one's: which blocks of the latest
 * conversation have been debited and credited, and by how much those were debited that have no credit yet. Sequences only
 * grow, so the latest conversation of each side is all to remember.
 */
final class Transfers {

    private static final int FEW = 1;

    private final Side debits = new Side();
    private final Side credits = new Side();
    private long[] openSequences = new long[FEW];
    private int[] openBlocks = new int[FEW];
    private long[] openMasses = new long[FEW];
    private int open;

    private static final class Side {
        private long sequence;
        /** The first 64 blocks; most models have no more. */
        private long firstBlocks;
        private BitSet laterBlocks;

        boolean moves(long newSequence, int block) {
            if (newSequence > sequence) {
                sequence = newSequence;
                firstBlocks = 0;
                laterBlocks = null;
            }
            return newSequence == sequence && (block < Long.SIZE ? movesEarly(block) : movesLate(block));
        }

        private boolean movesEarly(int block) {
            long before = firstBlocks;
            firstBlocks |= 1L << block;
            return firstBlocks != before;
        }

        private boolean movesLate(int block) {
            if (laterBlocks == null) {
                laterBlocks = new BitSet();
            }
            boolean first = !laterBlocks.get(block);
            laterBlocks.set(block);
            return first;
        }
    }

    /**
     * The first side of an exchange moves by this mass.
     *
     * @return false if it must not, since it has done so before or has gone on to a later conversation
     */
    boolean debit(long sequence, int block, long mass) {
        if (!debits.moves(sequence, block)) {
            return false;
        }
        if (open == openMasses.length) {
            openSequences = Arrays.copyOf(openSequences, 2 * open);
            openBlocks = Arrays.copyOf(openBlocks, 2 * open);
            openMasses = Arrays.copyOf(openMasses, 2 * open);
        }
        openSequences[open] = sequence;
        openBlocks[open] = block;
        openMasses[open] = mass;
        open++;
        return true;
    }

    /** The first side moves, and what the other one does about it is of no account; false as {@link #debit}. */
    boolean debitAlone(long sequence, int block) {
        return debits.moves(sequence, block);
    }

    /** The second side moves; false if it must not, since it has done so before or has gone on. */
    boolean credit(long sequence, int block) {
        return credits.moves(sequence, block);
    }

    /** A transfer has both of its sides: gives by how much the first has moved, if it has. */
    OptionalLong complete(long sequence, int block) {
        for (int i = 0; i < open; i++) {
            if (openSequences[i] == sequence && openBlocks[i] == block) {
                long mass = openMasses[i];
                open--;
                openSequences[i] = openSequences[open];
                openBlocks[i] = openBlocks[open];
                openMasses[i] = openMasses[open];
                return OptionalLong.of(mass);
            }
        }
        return OptionalLong.empty();
    }

    /** Debits without a credit. */
    int open() {
        return open;
    }
}
