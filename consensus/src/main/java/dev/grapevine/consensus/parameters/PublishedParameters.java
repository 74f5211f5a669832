package dev.grapevine.consensus.parameters;

import java.util.Arrays;

import dev.grapevine.consensus.kernel.Kernels;

/**
 * The replica that a node publishes: the parameters that exchanges read and change, in fixed point.
 *
 * <p>Training and exchanges both add to the <em>current</em> values, so neither undoes the other, in whatever order
 * they finish. Not for several threads at once.
 */
public final class PublishedParameters {

    private static final Kernels KERNELS = Kernels.best();
    /** Training is added so many parameters at a time. */
    private static final int CHUNK = 256;

    private final Blocks blocks;
    private final int[] units;
    private final Ledger ledger = new Ledger();
    /** Scratch for what training changed. */
    private final int[] changes = new int[CHUNK];
    private long initialMass;
    private long trainedMass;
    private long exchangedMass;

    /** Publishes the given initial values, which are copied. */
    public PublishedParameters(Blocks blocks, float[] initial) {
        this(blocks, toUnits(initial));
    }

    /** Publishes the given initial values in units, which are copied. */
    public PublishedParameters(Blocks blocks, int[] initialUnits) {
        if (initialUnits.length != blocks.parameters()) {
            throw new IllegalArgumentException(
                    initialUnits.length + " values for " + blocks.parameters() + " parameters");
        }
        this.blocks = blocks;
        this.units = initialUnits.clone();
        this.initialMass = massOf(units, 0, units.length);
    }

    public Blocks blocks() {
        return blocks;
    }

    /** The live values, in units: for codecs to read, never to be changed or kept by the caller. */
    public int[] units() {
        return units;
    }

    public Ledger ledger() {
        return ledger;
    }

    /** Copies the current values. */
    public void copyTo(float[] target) {
        KERNELS.toFloats(units, 0, FixedPoint.UNIT, target, 0, units.length);
    }

    /**
     * Adds what local training changed. Where it started from is given, because exchanges may have moved the current
     * values meanwhile, and that stays.
     *
     * @param before      where training started
     * @param after       where it ended
     * @param largestUnits receives the largest absolute change within each block, in units; length {@code blocks.count()}
     * @return false, and nothing is changed, when {@code after} is not finite: training diverged
     */
    public boolean addTraining(float[] before, float[] after, int[] largestUnits) {
        if (!Double.isFinite(KERNELS.sumOfSquares(after, 0, after.length))) {
            return false;
        }
        for (int block = 0; block < blocks.count(); block++) {
            int end = blocks.offset(block) + blocks.length(block);
            int largest = 0;
            for (int from = blocks.offset(block); from < end; from += CHUNK) {
                int length = Math.min(CHUNK, end - from);
                // What no row has anything to say about stays, and so does everything while training rests.
                if (Arrays.equals(before, from, from + length, after, from, from + length)) {
                    continue;
                }
                for (int i = 0; i < length; i++) {
                    changes[i] = FixedPoint.toUnits(after[from + i] - before[from + i]);
                }
                largest = Math.max(largest, Differences.largest(changes, length));
                trainedMass += massOf(changes, 0, length);
                add(from, changes, length, 1);
            }
            largestUnits[block] = largest;
        }
        return true;
    }

    /**
     * Adds one side of a finished exchange to a block.
     *
     * @param increments in units, the block's length of them; the other side adds the exact negatives
     */
    public void addIncrements(int block, int[] increments) {
        addSigned(block, increments, 1);
    }

    /** Subtracts what the other side of an exchange adds. */
    public void subtractIncrements(int block, int[] increments) {
        addSigned(block, increments, -1);
    }

    private void addSigned(int block, int[] increments, int sign) {
        int length = blocks.length(block);
        exchangedMass += sign * massOf(increments, 0, length);
        add(blocks.offset(block), increments, length, sign);
    }

    private void add(int from, int[] increments, int length, int sign) {
        if (staysWithinLimit(from, increments, length, sign)) {
            for (int i = 0; i < length; i++) {
                units[from + i] += sign * increments[i];
            }
        } else {
            addClamped(from, increments, length, sign);
        }
    }

    /** In loops without branches, which processors do several numbers at once of. */
    private boolean staysWithinLimit(int from, int[] increments, int length, int sign) {
        int beyond = 0;
        for (int i = 0; i < length; i++) {
            int increment = sign * increments[i];
            int sum = units[from + i] + increment;
            // The first is negative where the sum has overflown, the others where it is beyond the limit.
            beyond |= ((units[from + i] ^ sum) & (increment ^ sum)) | (FixedPoint.LIMIT - sum)
                    | (FixedPoint.LIMIT + sum);
        }
        return beyond >= 0;
    }

    private void addClamped(int from, int[] increments, int length, int sign) {
        long cut = 0;
        boolean clamped = false;
        for (int i = 0; i < length; i++) {
            long wanted = units[from + i] + (long) sign * increments[i];
            int kept = FixedPoint.clamp(wanted);
            cut += kept - wanted;
            clamped |= kept != wanted;
            units[from + i] = kept;
        }
        if (clamped) {
            ledger.enter(Ledger.Reason.CLAMPED, cut);
        }
    }

    /** Moves a block all the way to a peer's values, as a joining node does; the ledger takes the difference. */
    public void adoptDifferences(int block, int[] differences) {
        int from = blocks.offset(block);
        int length = blocks.length(block);
        long before = massOf(units, from, length);
        for (int i = 0; i < length; i++) {
            units[from + i] = FixedPoint.clamp((long) units[from + i] + differences[i]);
        }
        ledger.enter(Ledger.Reason.JOINED, massOf(units, from, length) - before);
    }

    /** The sum of all current values, in units. */
    public long mass() {
        return massOf(units, 0, units.length);
    }

    /** What training has added to the sum since the start, in units. */
    public long trainedMass() {
        return trainedMass;
    }

    /** What exchanges have added to the sum since the start, in units: over all nodes it cancels. */
    public long exchangedMass() {
        return exchangedMass;
    }

    /** The sum of the initial values, in units. */
    public long initialMass() {
        return initialMass;
    }

    /** Whether every change of the sum is accounted for: the law that this class exists for. */
    public boolean balances() {
        return mass() == initialMass + trainedMass + exchangedMass + ledger.mass();
    }

    /** Takes over the accounts of a checkpoint, whose values this was made from. */
    public void restoreAccounts(long initialMass, long trainedMass, long exchangedMass) {
        this.initialMass = initialMass;
        this.trainedMass = trainedMass;
        this.exchangedMass = exchangedMass;
    }

    private static int[] toUnits(float[] values) {
        int[] units = new int[values.length];
        Arrays.setAll(units, i -> FixedPoint.clamp(FixedPoint.toUnits(values[i])));
        return units;
    }

    private static long massOf(int[] units, int from, int length) {
        long mass = 0;
        for (int i = from; i < from + length; i++) {
            mass += units[i];
        }
        return mass;
    }
}
