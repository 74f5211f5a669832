package dev.grapevine.gossip.replica;

import dev.grapevine.consensus.coding.peer.DisagreementEstimate;
import dev.grapevine.consensus.mixing.MixingRule;
import dev.grapevine.consensus.mixing.MixingStep;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.parameters.PublishedParameters.Change;
import dev.grapevine.consensus.parameters.ServedAverage;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/**
 * The replica of one node and all that changes with it: the served average, and the expected disagreement with peers.
 * Each way to change it has a reason, see {@link Change}; there is no other. Not for several threads at once.
 */
public final class Replica {

    /** The number of rounds without a merge after which the served average follows the node's own training. */
    private static final int LONELY_ROUNDS = 10;

    private final PublishedParameters published;
    private final ServedAverage served;
    private final DisagreementEstimate scale;
    private final MixingRule mergeRule;
    private final int[] differences;
    private final int[] largestChanges;
    /** Rounds of training since the last merge of a block. */
    private int roundsSinceMerge;
    /** Whether a peer has ever influenced it. */
    private boolean shared;
    /** The replica to go back to, in units: at first the initial one. */
    private final int[] kept;
    /** The disagreement estimate at that time. */
    private final DisagreementEstimate keptScale;
    /** Whether a peer had influenced it at that time. */
    private boolean keptShared;

    /** @param serveDecay decay of the served average */
    public Replica(PublishedParameters published, float serveDecay, MixingRule mergeRule) {
        this.published = published;
        this.served = new ServedAverage(serveDecay, published);
        this.scale = new DisagreementEstimate(published.blocks().count());
        this.kept = published.units().clone();
        this.keptScale = scale.copy();
        this.mergeRule = mergeRule;
        this.differences = new int[published.blocks().length(0)];
        this.largestChanges = new int[published.blocks().count()];
    }

    /** The parameters and their accounts: to be read, or watched. */
    public PublishedParameters published() {
        return published;
    }

    public Blocks blocks() {
        return published.blocks();
    }

    /** The served average: to be read, not changed or kept. */
    public float[] served() {
        return served.values();
    }

    /** The expected disagreement with peers; updated by the caller with differences that it reads. */
    public DisagreementEstimate scale() {
        return scale;
    }

    /** A buffer for the differences of one block: overwritten at the next use. */
    public int[] differences() {
        return differences;
    }

    /**
     * Adds the change by a round of training.
     *
     * @param start where it started
     * @param end   where it ended
     * @param alone whether no peer is there to exchange with
     * @return false, and nothing is changed, if the end is not finite
     */
    public boolean train(float[] start, float[] end, boolean alone) {
        if (!published.addTraining(start, end, largestChanges)) {
            return false;
        }
        scale.trained(largestChanges);
        roundsSinceMerge++;
        if (alone || roundsSinceMerge > LONELY_ROUNDS) {
            served.update(published);
        }
        return true;
    }

    /**
     * One side of a transfer in a block: moves up by its part of a difference, the initiator's values minus this
     * node's.
     *
     * @param difference of the block; replaced by the increments
     * @return what that added to the sum, in units
     */
    public long moveUp(int block, int[] difference, MixingStep step) {
        mergeRule.toIncrements(difference, blocks().length(block), step);
        long mass = published.addIncrements(block, difference);
        merged(block);
        return mass;
    }

    /** The other side of a transfer: moves down by the same increments. */
    public long moveDown(int block, int[] difference, MixingStep step) {
        mergeRule.toIncrements(difference, blocks().length(block), step);
        long mass = published.subtractIncrements(block, difference);
        merged(block);
        return mass;
    }

    /**
     * Mixes in increments from a peer's values, while that peer does not move.
     *
     * @param increments of the block, in units
     * @return what that added to the sum, in units
     */
    public long mixIn(int block, int[] increments) {
        long mass = published.mixIn(block, increments);
        merged(block);
        return mass;
    }

    /** Moves a block all the way to a peer's values. */
    public void copy(int block, int[] difference) {
        shared = true;
        published.adoptDifferences(block, difference);
    }

    /** The whole replica is a copy: the earlier served average is dropped. */
    public void copied() {
        served.reset(published);
    }

    /** Keeps the present replica, to go back to, in place of an earlier one. */
    public void keep() {
        System.arraycopy(published.units(), 0, kept, 0, kept.length);
        keptScale.become(scale);
        keptShared = shared;
    }

    /** Goes back to the kept replica, and serves it. */
    public void goBack() {
        published.returnTo(kept);
        scale.become(keptScale);
        shared = keptShared;
        served.reset(published);
    }

    /**
     * Goes back to the initial parameters of the run.
     *
     * @param initial parameters
     */
    public void beginAgain(float[] initial) {
        published.returnTo(new PublishedParameters(blocks(), initial).units());
        scale.become(new DisagreementEstimate(blocks().count()));
        shared = false;
        served.reset(published);
    }

    /** Whether any peer has ever influenced the replica. */
    public boolean isShared() {
        return shared;
    }

    /** Books mass as orphaned: transfers moved this side, and their other side is dead. */
    public void writeOff(long mass) {
        published.writeOff(mass);
    }

    private void merged(int block) {
        roundsSinceMerge = 0;
        shared = true;
        served.update(published, block);
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        published.save(out);
        served.save(out);
        scale.save(out);
        out.putCount(roundsSinceMerge);
        out.putBoolean(shared);
        out.putInts(kept);
        out.putBoolean(keptShared);
        keptScale.save(out);
    }

    /** Takes over the replica of a node with the same plan. */
    public void restore(StateReader in) {
        published.restore(in);
        served.restore(in);
        scale.restore(in);
        roundsSinceMerge = in.getCount(Integer.MAX_VALUE);
        shared = in.getBoolean();
        System.arraycopy(in.getInts(kept.length), 0, kept, 0, kept.length);
        keptShared = in.getBoolean();
        keptScale.restore(in);
    }
}
