package dev.grapevine.gossip.peers;

import dev.grapevine.gossip.peers.PeerChoice.Turn;

/** Counts how often a node chose peers, and for how long with the same view. A pure machine. */
public final class TurnCounter {

    private long turns;
    private long stableTurns;
    private View last;

    /**
     * The next turn.
     *
     * @param rounds rounds of training so far: where the count begins, so that a node that joins later is about where the
     *               others are
     */
    public Turn next(View view, long rounds, int fanout) {
        turns = turns == 0 ? Math.max(1, rounds) : turns + 1;
        stableTurns = view == last ? stableTurns + 1 : 0;
        last = view;
        return new Turn(turns, stableTurns, fanout);
    }

    public long turns() {
        return turns;
    }

    /** Turns with this view after the first; −1 if there was none yet. */
    public long stableTurns(View view) {
        return view == last ? stableTurns : -1;
    }

    /**
     * Goes on where another counter stood.
     *
     * @param view the one that the stable turns are for
     */
    public void restore(long savedTurns, long savedStableTurns, View view) {
        turns = savedTurns;
        stableTurns = savedStableTurns;
        last = view;
    }
}
