package dev.grapevine.gossip.strategy.pairwise;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.consensus.units.Lattice;

/** Lattices in snapshots. */
final class LatticeState {

    private LatticeState() {}

    static void save(Lattice lattice, StateWriter out) {
        out.putCount(lattice.stepExponent());
        out.putCount(lattice.stepDivisor());
        out.putCount(lattice.bits());
    }

    static Lattice restore(StateReader in) {
        return new Lattice(in.getCount(Lattice.MAX_STEP_EXPONENT), in.getCount(Integer.MAX_VALUE),
                in.getCount(Lattice.MAX_BITS));
    }
}
