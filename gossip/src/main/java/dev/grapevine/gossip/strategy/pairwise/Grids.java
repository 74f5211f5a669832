package dev.grapevine.gossip.strategy.pairwise;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.consensus.units.Lattice;

/** Grids in snapshots. */
final class Grids {

    private Grids() {}

    static void save(Lattice grid, StateWriter out) {
        out.putCount(grid.stepExponent());
        out.putCount(grid.stepDivisor());
        out.putCount(grid.bits());
    }

    static Lattice restore(StateReader in) {
        return new Lattice(in.getCount(Lattice.MAX_STEP_EXPONENT), in.getCount(Integer.MAX_VALUE),
                in.getCount(Lattice.MAX_BITS));
    }
}
