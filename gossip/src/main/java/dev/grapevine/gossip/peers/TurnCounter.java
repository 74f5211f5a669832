package dev.grapevine.gossip.peers;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.peers.PeerChoice.Turn;

/** Counts how often a node chose peers, in all and with the same view. A pure machine. */
public final class TurnCounter {

    private long turns;
    private long stableTurns;
    private View last;

    /**
     * The next turn.
     *
     * @param rounds rounds of training so far: the count begins there, so that a node that joins later is about where
     *     the others are
     */
    public Turn next(View view, long rounds, int fanout) {
        turns = turns == 0 ? Math.max(1, rounds) : turns + 1;
        stableTurns = view == last ? stableTurns + 1 : 0;
        last = view;
        return new Turn(turns, stableTurns, fanout);
    }

    /**
     * Writes what {@link #restore} reads.
     *
     * @param view the present one
     */
    public void save(StateWriter out, View view) {
        out.putCount(turns);
        // Turns with this view, if it is still the present one; 0 otherwise.
        out.putCount(view == last ? stableTurns + 1 : 0);
    }

    /**
     * Restores what {@link #save} wrote.
     *
     * @param view the one that was the present one then
     */
    public void restore(StateReader in, View view) {
        turns = in.getCount();
        stableTurns = in.getCount() - 1;
        last = view;
    }
}
