package dev.grapevine.consensus.delta;

/**
 * What an initiator has said of a block when it asked for it.
 *
 * @param grid on which its values were
 * @param most how far it lets the answer move it
 */
public record Asked(Grid grid, Cap most) {

    /** The same on another grid: what was said of {@code most} stays, since an answer to it may be under way. */
    public Asked on(Grid other) {
        return new Asked(other, most);
    }
}
