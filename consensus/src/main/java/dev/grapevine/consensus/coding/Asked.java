package dev.grapevine.consensus.coding;

import dev.grapevine.consensus.units.Lattice;

/**
 * What an initiator has said of a block when it asked for it.
 *
 * @param lattice on which its values were
 * @param most how far it lets the answer move it
 */
public record Asked(Lattice lattice, Cap most) {

    /** The same on another lattice: what was said of {@code most} stays, since an answer to it may be under way. */
    public Asked on(Lattice other) {
        return new Asked(other, most);
    }
}
