package dev.grapevine.consensus.coding.value;

import dev.grapevine.consensus.coding.DeltaCodec;
import dev.grapevine.consensus.units.Lattice;

/**
 * A codec that sends values as they are or on a scale of the sender's. It needs no lattice: all differences are in
 * reach.
 */
abstract class ValueCodec implements DeltaCodec {

    private final String name;

    ValueCodec(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public boolean suitsPushes() {
        return true;
    }

    @Override
    public final Lattice firstLattice(int expectedDifference) {
        return Lattice.NONE;
    }

    @Override
    public final Lattice widen(Lattice lattice) {
        return lattice;
    }

    @Override
    public final boolean accepts(Lattice lattice) {
        return lattice.equals(Lattice.NONE);
    }

    /**
     * The residue of values with a total squared error of up to {@code squares} and differences with a relative error
     * of up to r. An exchange begins with d, ‖d − u‖ ≤ ρ = √squares(a) + √squares(b), and leaves u′, ‖u′‖ ≤ r ‖d‖ + ρ
     * ≤ r ‖u‖ + (1 + r) ρ. Squares being convex, ‖u′‖² ≤ r ‖u‖² + (1 − r) ((1 + r) / (1 − r) ρ)², so that the share
     * is 1 − r.
     */
    static double residue(double relativeErrorOfDifference, double squares) {
        double factor = (1 + relativeErrorOfDifference) / (1 - relativeErrorOfDifference);
        return factor * factor * squares;
    }

    /** The same for values with that relative error. */
    static double relativeResidue(double relativeError, int[] own, int offset, int length) {
        double squares = 0;
        for (int i = 0; i < length; i++) {
            squares += (double) own[offset + i] * own[offset + i];
        }
        return residue(relativeError, relativeError * relativeError * squares);
    }
}
