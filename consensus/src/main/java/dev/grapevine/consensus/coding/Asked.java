package dev.grapevine.consensus.coding;

import dev.grapevine.consensus.units.Lattice;

/**
 * The terms of an initiator's request for a block.
 *
 * @param lattice the lattice of its values
 * @param most the largest difference that it accepts
 */
public record Asked(Lattice lattice, Cap most) {

    /** The same on another lattice: {@code most} stays, since an answer to it may be under way. */
    public Asked on(Lattice other) {
        return new Asked(other, most);
    }
}
