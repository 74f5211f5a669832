package dev.grapevine.consensus.parameters;

import java.util.Arrays;

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.consensus.units.Differences;
import dev.grapevine.consensus.units.FixedPoint;

/**
 * The replica that a node publishes: the parameters that exchanges read and change, in fixed point.
 *
 * <p>Training and exchanges both add to the <em>current</em> values, so neither undoes the other, in whatever order
 * they finish. Not for several threads at once.
 */
public final class PublishedParameters {

    private static final Kernels KERNELS = Kernels.best();
    /** Parameters added at a time by training. */
    private static final int CHUNK = 256;

    /** The reason why parameters change. */
    public enum Change {
        /** A round of local training. */
        TRAINING,
        /** One side of a transfer between two nodes: the other side changes by the exact negative. */
        TRANSFER,
        /** A peer's values were mixed in one-sidedly: that peer did not change. */
        MIX,
        /** A peer's values replaced the local ones. */
        COPY,
        /** The node went back to values that it had before. */
        RETURN
    }

    /** Sees every change of every parameter. */
    @FunctionalInterface
    public interface Watcher {

        /**
         * Parameters are about to change.
         *
         * @param from       the first of them
         * @param increments what is added to each, times {@code sign}, before any is clamped; in units,
         * {@code length} of them count; not kept
         */
        void changes(Change why, int from, int[] increments, int length, int sign);
    }

    private static final Watcher NOBODY = (why, from, increments, length, sign) -> {};

    private final Blocks blocks;
    private final int[] units;
    private final Ledger ledger = new Ledger();
    /** Scratch for what training changed. */
    private final int[] changes = new int[CHUNK];
    private long initialMass;
    private long trainedMass;
    private long exchangedMass;
    private Watcher watcher = NOBODY;

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

    /** Lets somebody see every change from now on. */
    public void watch(Watcher newWatcher) {
        watcher = newWatcher;
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
     * @param largestUnits receives the largest absolute change within each block, in units; length {@code
     * blocks.count()}
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
                // Parameters without a gradient stay, and all of them while training rests.
                if (Arrays.equals(before, from, from + length, after, from, from + length)) {
                    continue;
                }
                for (int i = 0; i < length; i++) {
                    changes[i] = FixedPoint.toUnits(after[from + i] - before[from + i]);
                }
                largest = Math.max(largest, Differences.largest(changes, length));
                trainedMass += massOf(changes, 0, length);
                add(Change.TRAINING, from, changes, length, 1);
            }
            largestUnits[block] = largest;
        }
        return true;
    }

    /**
     * Adds one side of a transfer to a block.
     *
     * @param increments in units, the block's length of them; the other side adds the exact negatives
     * @return what that added to the sum, in units
     */
    public long addIncrements(int block, int[] increments) {
        return transfer(block, increments, 1);
    }

    /**
     * Subtracts what the other side of a transfer adds.
     *
     * @return what that added to the sum, in units: the negative of the other side's
     */
    public long subtractIncrements(int block, int[] increments) {
        return transfer(block, increments, -1);
    }

    private long transfer(int block, int[] increments, int sign) {
        int length = blocks.length(block);
        long mass = sign * massOf(increments, 0, length);
        exchangedMass += mass;
        add(Change.TRANSFER, blocks.offset(block), increments, length, sign);
        return mass;
    }

    /**
     * Gives a transfer up whose other side is dead: what this side added is no longer counted as exchanged but
     * written down.
     *
     * @param mass what it had added to the sum, in units
     */
    public void writeOff(long mass) {
        exchangedMass -= mass;
        ledger.enter(Ledger.Reason.ORPHANED, mass);
    }

    /**
     * Adds to a block what follows from a peer's values without that peer moving too.
     *
     * @param increments in units, the block's length of them
     * @return what that added to the sum, in units
     */
    public long mixIn(int block, int[] increments) {
        int length = blocks.length(block);
        long mass = massOf(increments, 0, length);
        ledger.enter(Ledger.Reason.MIXED, mass);
        add(Change.MIX, blocks.offset(block), increments, length, 1);
        return mass;
    }

    /** The one door through which parameters change. */
    private void add(Change why, int from, int[] increments, int length, int sign) {
        watcher.changes(why, from, increments, length, sign);
        if (staysWithinLimit(from, increments, length, sign)) {
            for (int i = 0; i < length; i++) {
                units[from + i] += sign * increments[i];
            }
        } else {
            addClamped(from, increments, length, sign);
        }
    }

    /** Free of branches, so that the loop vectorizes. */
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
        long clamped = 0;
        for (int i = 0; i < length; i++) {
            long wanted = units[from + i] + (long) sign * increments[i];
            int kept = FixedPoint.clamp(wanted);
            cut += kept - wanted;
            clamped += kept == wanted ? 0 : 1;
            units[from + i] = kept;
        }
        if (clamped > 0) {
            ledger.enter(Ledger.Reason.CLAMPED, cut, clamped);
        }
    }

    /** Moves a block all the way to a peer's values, as a joining node does; the ledger takes the difference. */
    public void adoptDifferences(int block, int[] differences) {
        int length = blocks.length(block);
        ledger.enter(Ledger.Reason.JOINED, massOf(differences, 0, length));
        add(Change.COPY, blocks.offset(block), differences, length, 1);
    }

    /**
     * Goes back to what the values were; the ledger takes the difference.
     *
     * @param earlier in units, as many as there are parameters
     */
    public void returnTo(int[] earlier) {
        long mass = 0;
        for (int from = 0; from < units.length; from += CHUNK) {
            int length = Math.min(CHUNK, units.length - from);
            for (int i = 0; i < length; i++) {
                changes[i] = earlier[from + i] - units[from + i];
            }
            mass += massOf(changes, 0, length);
            add(Change.RETURN, from, changes, length, 1);
        }
        ledger.enter(Ledger.Reason.RETURNED, mass);
    }

    /** The sum of all current values, in units. */
    public long mass() {
        return massOf(units, 0, units.length);
    }

    /** The sum of all increments by training since the start, in units. */
    public long trainedMass() {
        return trainedMass;
    }

    /** The sum of all increments by transfers since the start, in units: over all nodes it cancels. */
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

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putInts(units);
        out.putLong(initialMass);
        out.putLong(trainedMass);
        out.putLong(exchangedMass);
        ledger.save(out);
    }

    /** Takes over values and accounts of a replica of the same layout. */
    public void restore(StateReader in) {
        System.arraycopy(in.getInts(units.length), 0, units, 0, units.length);
        initialMass = in.getLong();
        trainedMass = in.getLong();
        exchangedMass = in.getLong();
        ledger.restore(in);
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
