package dev.grapevine.gossip.strategy.pairwise;

import dev.grapevine.consensus.delta.Grid;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/** Grids in snapshots. */
final class Grids {

    private Grids() {}

    static void save(Grid grid, StateWriter out) {
        out.putCount(grid.stepExponent());
        out.putCount(grid.stepDivisor());
        out.putCount(grid.bits());
    }

    static Grid restore(StateReader in) {
        return new Grid(in.getCount(Grid.MAX_STEP_EXPONENT), in.getCount(Integer.MAX_VALUE),
                in.getCount(Grid.MAX_BITS));
    }
}
